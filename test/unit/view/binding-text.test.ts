import { expect, test } from 'vitest';
import type { BindingView, PlanView } from '../../../shared/contract/snapshot.ts';
import { bindingMark, bindingName, projectMark, targetWord } from '../../../shared/view/binding-text.ts';
import { pathWithin } from '../../../shared/view/path-text.ts';
import { aBinding, aBusySnapshot } from '../../support/snapshots.ts';

/** A plan that changes one file for each of these sets of bindings. */
function aPlan(...bindings: readonly string[][]): PlanView {
  const { plan } = aBusySnapshot();
  const [change] = plan.changes;
  return { ...plan, changes: bindings.map((ids) => ({ ...change!, bindings: ids })) };
}

test.each<[string, Partial<BindingView>, PlanView]>([
  ['In sync', {}, aPlan()],
  ['1 change', { state: 'pending' }, aPlan(['b1'], ['b2'])],
  ['2 changes', { state: 'pending' }, aPlan(['b1'], ['b1', 'b2'])],
  ['Refused', { state: 'refused' }, aPlan()],
  ['Off', { state: 'off', enabled: false }, aPlan()],
])('a binding is said to be "%s"', (word, overrides, plan) => {
  expect(bindingMark(aBinding(overrides), plan).word).toBe(word);
});

test('its files and its colour go with its state', () => {
  const states = ['inSync', 'pending', 'refused', 'off'] as const;
  expect(states.map(targetWord)).toEqual(['in sync', 'to be written', 'refused', 'off']);
  expect(states.map((state) => bindingMark(aBinding({ state }), aPlan()).tone)).toEqual(['ok', 'warn', 'bad', 'off']);
  const toneOf = (state: BindingView['state']) =>
    projectMark('p1', { bindings: [aBinding({ state })], plan: aPlan() })?.tone;
  expect(states.map(toneOf)).toEqual(['ok', 'warn', 'bad', 'off']);
  expect(bindingName(aBinding())).toBe('platform / web-releases');
});

test('the worst binding speaks for its project', () => {
  const inSync = aBinding();
  const pending = aBinding({ id: 'b2', state: 'pending' });
  const refused = aBinding({ id: 'b3', state: 'refused' });
  const off = aBinding({ id: 'b4', state: 'off' });
  const plan = aPlan(['b2']);
  const wordOf = (...bindings: BindingView[]) => projectMark('p1', { bindings, plan })?.word;
  expect(wordOf(inSync, pending, refused, off)).toBe('Refused');
  expect(wordOf(inSync, pending, off)).toBe('1 change');
  expect(wordOf(inSync, off)).toBe('In sync');
  expect(wordOf(off)).toBe('Off');
  expect(wordOf(aBinding({ projectId: 'p2' }))).toBeUndefined();
});

test('a file is named from its project on, and in full elsewhere', () => {
  const project = aBusySnapshot().projects.find(({ id }) => id === 'p2');
  const file = (path: string) => ({ path, displayPath: `shown ${path}` });
  expect(pathWithin(file('/home/ann/src/forecasts/.venv/pip.conf'), project)).toBe('.venv/pip.conf');
  expect(pathWithin(file('/home/ann/src/forecasts-old/pip.conf'), project)).toBe(
    'shown /home/ann/src/forecasts-old/pip.conf',
  );
  expect(pathWithin(file('C:\\src\\app\\.npmrc'), { ...project!, path: 'C:\\src\\app' })).toBe('.npmrc');
  const userLevel = aBusySnapshot().projects[0];
  expect(pathWithin(file('/home/ann/.npmrc'), userLevel)).toBe('shown /home/ann/.npmrc');
});
