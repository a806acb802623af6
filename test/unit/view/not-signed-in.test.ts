import { expect, test } from 'vitest';
import { bindingMark, projectMark } from '../../../shared/view/binding-text.ts';
import { headline } from '../../../shared/view/standing/headline.ts';
import { standingOf } from '../../../shared/view/standing/standing.ts';
import { menuModel } from '../../../shared/view/tray/menu.ts';
import { noticesFor } from '../../../shared/view/tray/notices.ts';
import { trayView } from '../../../shared/view/tray/tray.ts';
import { aBinding, aBusySnapshot, NOW } from '../../support/snapshots.ts';
import { pendingPlan, shadowedBinding, withToken } from '../../support/situations.ts';

const snapshot = withToken({}, { bindings: [shadowedBinding, { ...shadowedBinding, id: 'b2' }] });

test('nothing says "signed in" beside a binding whose client is not', () => {
  expect(standingOf(snapshot, NOW)).toBe('needsPerson');
  expect(headline(snapshot, NOW).title).toBe('2 bindings need you');
  expect(trayView(snapshot, NOW).icon).toBe('attention');
  expect(bindingMark(shadowedBinding, snapshot.plan)).toEqual({ word: 'Not signed in', tone: 'bad' });
  expect(projectMark('p1', snapshot)).toEqual({ word: 'Not signed in', tone: 'bad' });
  const labels = JSON.stringify(
    menuModel({ ...aBusySnapshot(), ...snapshot, projects: aBusySnapshot().projects }, NOW),
  );
  expect(labels).toContain('Show the 2 that are not signed in…');
  expect(labels).toContain(', not signed in');
});

test('what is in the way of two bindings is one notice, which says what to do', () => {
  expect(noticesFor(snapshot, NOW)).toEqual([
    {
      id: 'doctor:tokenStale:~/src/web-store/.npmrc:1',
      kind: 'client',
      urgency: 'soon',
      title: 'npm is not signed in to platform/web-releases',
      body: 'npm uses a token that expired 3 hours ago. Remove line 1.',
      page: 'projects',
      row: 'b1',
      repositories: ['platform/web-releases'],
    },
  ]);
});

test.each([
  ['a change waits to be applied first', aBinding({ ...shadowedBinding, state: 'pending' })],
  [
    'the client works, with a warning',
    aBinding({ findings: [{ ...shadowedBinding.findings[0]!, severity: 'warning' }] }),
  ],
])('nobody is called while %s', (_name, binding) => {
  const plan = binding.state === 'pending' ? pendingPlan : withToken({}).plan;
  const calm = withToken({}, { bindings: [binding], plan });
  expect(noticesFor(calm, NOW)).toEqual([]);
  expect(standingOf(calm, NOW)).toBe(binding.state === 'pending' ? 'pending' : 'signedIn');
});
