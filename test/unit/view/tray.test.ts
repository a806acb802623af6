import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { tokenStates, type BindingView, type TokenView } from '../../../shared/contract/snapshot.ts';
import { headline } from '../../../shared/view/standing/headline.ts';
import { menuModel, startingMenu, type MenuItem } from '../../../shared/view/tray/menu.ts';
import { momentText } from '../../../shared/view/time/moment.ts';
import { startingView, trayView } from '../../../shared/view/tray/tray.ts';
import { aBinding, aBusySnapshot, anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';
import {
  denied,
  inMinutes,
  MINUTE,
  offline,
  pendingPlan,
  refusedFile,
  signInNeeded,
  switchedOff,
  throttled,
  withToken,
} from '../../support/situations.ts';

describe('the tray icon', () => {
  test.each([
    ['nothing to keep', anEmptySnapshot(), 'paused'],
    ['nothing switched on', withToken({ state: 'none', expiresAt: null }, { bindings: [switchedOff] }), 'paused'],
    [
      'a token that ended and nothing needs',
      withToken({ state: 'expired', expiresAt: inMinutes(-9) }, { bindings: [switchedOff] }),
      'paused',
    ],
    ['a fresh token', withToken({}), 'ok'],
    ['a token close to its planned refresh', withToken({ state: 'expiring', expiresAt: inMinutes(9) }), 'ok'],
    ['a token not fetched yet', withToken({ state: 'none', expiresAt: null, refreshAt: null }), 'refreshing'],
    ['a refresh under way', withToken({ state: 'refreshing' }), 'refreshing'],
    ['a refresh under way, changes to apply', withToken({ state: 'refreshing' }, { plan: pendingPlan }), 'refreshing'],
    ['a refused refresh with hours left', withToken({ error: denied, expiresAt: inMinutes(300) }), 'attention'],
    ['a refused refresh that is tried again', withToken({ state: 'refreshing', error: denied }), 'attention'],
    [
      'a retry that has hours left and needs nobody',
      withToken({ error: throttled, issuedAt: inMinutes(-60), expiresAt: inMinutes(300) }),
      'ok',
    ],
    [
      'a sign-in that can wait',
      withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(300) }),
      'attention',
    ],
    [
      'a failing refresh with time left',
      withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(30) }),
      'attention',
    ],
    ['a retry under way', withToken({ state: 'expiring', error: throttled, expiresAt: inMinutes(9) }), 'attention'],
    [
      'a sign-in that builds wait for',
      withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: null }),
      'error',
    ],
    ['a token that ended', withToken({ state: 'expired', expiresAt: inMinutes(-1) }), 'error'],
    [
      'a failed refresh after the end',
      withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(-1) }),
      'error',
    ],
    [
      'a settings file that cannot be read',
      anEmptySnapshot({ problem: problemOf('settingsInvalid', 'Unreadable.') }),
      'error',
    ],
    ['a file that was refused', withToken({}, { bindings: [refusedFile] }), 'attention'],
    ['a change to apply', withToken({}, { plan: pendingPlan }), 'pending'],
    ['a pause', withToken({}, { paused: true }), 'paused'],
    ['no network, token valid', withToken({ state: 'expiring', error: offline, expiresAt: inMinutes(9) }), 'paused'],
    ['no network, token ended', withToken({ state: 'expired', error: offline, expiresAt: inMinutes(-9) }), 'paused'],
  ] as const)('for %s is as expected', (_name, snapshot, icon) => {
    expect(trayView(snapshot, NOW).icon).toBe(icon);
  });

  test('comes with the state in words and the next event, by the time of day', () => {
    const next = momentText(inMinutes(450), NOW);
    expect(trayView(withToken({}), NOW).tooltip).toBe(`All signed in\n1 of 1 token fresh · next refresh ${next}`);
    expect(trayView(withToken({}, { plan: pendingPlan, paused: true }), NOW).tooltip).toBe(
      'Paused\n1 of 1 token fresh · nothing is refreshed while paused\n1 change to apply',
    );
  });

  test('has a tooltip that stays true until something happens', () => {
    expect(trayView(aBusySnapshot(), NOW + 3 * MINUTE).tooltip).toBe(
      trayView(aBusySnapshot(), NOW + 2 * MINUTE).tooltip,
    );
  });

  test('never says "signed in" beside a mark that says otherwise, whatever the state', () => {
    const token = fc.record({
      state: fc.constantFrom(...tokenStates),
      error: fc.constantFrom(null, signInNeeded, offline, throttled, denied),
      expiresAt: fc.constantFrom(null, inMinutes(-9), inMinutes(9), inMinutes(600)),
      issuedAt: fc.constant(inMinutes(-100)),
    });
    const snapshots = fc.record({
      tokens: fc.array(
        token.map((changes) => aToken(changes)),
        { maxLength: 3 },
      ),
      bindings: fc.subarray([aBinding(), refusedFile, switchedOff]),
      plan: fc.constantFrom(pendingPlan, anEmptySnapshot().plan),
      paused: fc.boolean(),
    });
    fc.assert(
      fc.property(snapshots.map(anEmptySnapshot), (snapshot) => {
        const { icon } = trayView(snapshot, NOW);
        const { title, detail } = headline(snapshot, NOW);
        const needsPerson = /needs? you|could not be refreshed/.test(title);
        expect(title === 'All signed in', `${icon}: ${title}`).toBe(
          ['ok', 'refreshing'].includes(icon) && !/fetched|apply/.test(title),
        );
        expect(needsPerson, `${icon}: ${title}`).toBe(icon === 'attention' || icon === 'error');
        expect(title.includes('to apply') && !needsPerson, `${icon}: ${title}`).toBe(
          icon === 'pending' || (icon === 'refreshing' && title.includes('to apply')),
        );
        const [, fresh = '0', kept = '0'] = /^(\d+) of (\d+)/.exec(detail) ?? [];
        if (title === 'All signed in' && icon === 'ok') expect(Number(fresh)).toBeLessThanOrEqual(Number(kept));
      }),
    );
  });

  test('its next refresh is told in minutes, so that an open page is laid out once a minute', () => {
    const token = aToken({ refreshAt: new Date(NOW + 3 * 60_000).toISOString() });
    const snapshot = anEmptySnapshot({ bindings: [aBinding()], tokens: [token] });
    const details = Array.from({ length: 180 }, (_, second) => headline(snapshot, NOW + second * 1000).detail);
    expect(new Set(details.map((detail) => detail.replace(/.*next refresh /, '')))).toEqual(
      new Set(['in 3 min', 'in 2 min', 'in 1 min', 'in less than a minute']),
    );
  });

  test('says nothing of what is kept while the settings can not be read', () => {
    const problem = problemOf('settingsInvalid', 'The file is not JSON.');
    const { title, detail } = headline(anEmptySnapshot({ problem }), NOW);
    expect({ title, detail }).toEqual({
      title: 'Settings need you',
      detail: 'Nothing is refreshed until they can be read',
    });
  });

  test('says that no token was fetched yet instead of counting', () => {
    const none = withToken({ state: 'none', expiresAt: null, refreshAt: null });
    expect(headline(none, NOW).title).toBe('No token fetched yet');
    const [first] = withToken({ id: 'b' }).tokens;
    expect(headline({ ...none, tokens: [...none.tokens, first!] }, NOW).title).toBe('1 token not fetched yet');
  });

  test('tells the time left only while a person is needed', () => {
    expect(trayView(withToken({}), NOW).title).toBe('');
    const snapshot = anEmptySnapshot({
      tokens: [
        aToken({ id: 'a', state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(54) }),
        aToken({ id: 'b', state: 'failed', error: throttled, expiresAt: inMinutes(200) }),
        aToken({ id: 'c', expiresAt: inMinutes(5) }),
      ],
    });
    expect(trayView(snapshot, NOW).title).toBe('54m');
  });
});

describe('the menu', () => {
  test('offers what the popover offers, opening first and quitting last', () => {
    expect(menuModel(aBusySnapshot(), NOW).map((item) => (item.kind === 'separator' ? '—' : item.label))).toEqual([
      'Open CodeArtifact Tray',
      '—',
      '1 profile needs you',
      `1 of 3 tokens fresh · next refresh ${momentText(inMinutes(0.34), NOW)}`,
      'Sign in as pay-dev…',
      'payments (eu-west-1): sign in',
      `platform (us-east-1): expires ${momentText(inMinutes(630), NOW)}`,
      `data-science (us-west-2): expires ${momentText(inMinutes(54), NOW)}`,
      'Refresh all',
      '—',
      'web-store (~/src/web-store)',
      'npm: platform / web-releases @store',
      'forecasts (~/src/forecasts)',
      'pip: data-science / pypi-all, to be applied',
      'npm: platform / tools',
      '—',
      'Preview 1 change…',
      'Notifications',
      'Pause',
      '—',
      'Quit',
    ]);
  });

  test('offers on the first start what makes sense then', () => {
    const labels = menuModel(anEmptySnapshot({ paused: true }), NOW).flatMap((item) =>
      item.kind === 'action' ? [item.label] : [],
    );
    expect(labels).toEqual(['Open CodeArtifact Tray', 'Resume', 'Quit']);
  });

  test('stays true while it is open: it does not change with the minutes', () => {
    expect(menuModel(aBusySnapshot(), NOW + 3 * MINUTE)).toEqual(menuModel(aBusySnapshot(), NOW + 2 * MINUTE));
  });

  test('tells two tokens of one domain apart', () => {
    const tokens = [aToken(), aToken({ id: 'b', profile: 'other' })];
    const labels = menuModel(anEmptySnapshot({ tokens }), NOW).map((item) =>
      item.kind === 'submenu' ? item.label : '',
    );
    const expires = `expires ${momentText(inMinutes(630), NOW)}`;
    expect(labels).toContain(`platform (us-east-1, work): ${expires}`);
    expect(labels).toContain(`platform (us-east-1, other): ${expires}`);
  });

  test('leads to what was refused', () => {
    expect(menuModel(anEmptySnapshot({ bindings: [refusedFile] }), NOW)).toContainEqual({
      kind: 'action',
      label: 'Show what was refused…',
      action: { kind: 'open', page: 'projects', row: 'b1' },
    });
  });

  test('refreshes and shows each token', () => {
    const id = aToken().id;
    expect(
      submenu(menuModel(withToken({}), NOW), `platform (us-east-1): expires ${momentText(inMinutes(630), NOW)}`),
    ).toEqual([
      { kind: 'note', label: 'Profile work' },
      { kind: 'action', label: 'Refresh', action: { kind: 'request', name: 'token.refresh', params: { tokenId: id } } },
      { kind: 'action', label: 'Show', action: { kind: 'open', page: 'tokens', row: id } },
    ]);
  });

  test('switches each repository of a project', () => {
    expect(menuModel(aBusySnapshot(), NOW)).toContainEqual({
      kind: 'check',
      label: 'npm: platform / tools',
      checked: false,
      action: { kind: 'request', name: 'binding.setEnabled', params: { bindingId: 'b3', enabled: true } },
    });
  });

  test('names the user level without the home folder', () => {
    const { projects } = aBusySnapshot();
    const bindings = [aBinding({ projectId: projects[0]!.id })];
    expect(menuModel(anEmptySnapshot({ projects, bindings }), NOW)).toContainEqual({
      kind: 'note',
      label: projects[0]!.name,
    });
  });

  test('has a submenu for each project when there are many repositories', () => {
    const bindings = Array.from({ length: 7 }, (_, index) => aBinding({ id: `b${index}`, repository: `r${index}` }));
    const items = menuModel({ ...aBusySnapshot(), bindings }, NOW);
    expect(submenu(items, 'web-store (~/src/web-store)')).toHaveLength(7);
    expect(items.filter((item) => item.kind === 'check')).toEqual([]);
  });

  test.each([
    ['credentialsInvalid', 'AWS refuses the keys of work…', 'keys are refused'],
    ['mfaNeeded', 'work needs an MFA code…', 'needs an MFA code'],
    ['profileNotFound', 'There is no profile work any more…', 'profile is missing'],
  ] as const)('speaks of %s in words that fit', (code, person, standing) => {
    const items = menuModel(withToken({ state: 'signInNeeded', error: problemOf(code, 'Why.'), expiresAt: null }), NOW);
    const labels = items.map((item) => (item.kind === 'separator' ? '' : item.label));
    expect(labels).toContain(person);
    expect(labels).toContain(`platform (us-east-1): ${standing}`);
    expect(labels.join(' ').toLowerCase()).not.toContain('sign in');
  });

  test.each<[string, Partial<TokenView>]>([
    ['expired', { expiresAt: null }],
    ['expired', { expiresAt: inMinutes(0) }],
    ['refreshing now', { state: 'refreshing' }],
    ['expired', { state: 'expired', expiresAt: inMinutes(-1) }],
    ['not fetched yet', { state: 'none', expiresAt: null }],
    ['could not be refreshed', { state: 'failed', expiresAt: null }],
    [`could not be refreshed, expires ${momentText(inMinutes(630), NOW)}`, { state: 'failed' }],
    [`sign in, expires ${momentText(inMinutes(630), NOW)}`, { state: 'signInNeeded', error: signInNeeded }],
    ['sign in', { state: 'signInNeeded', expiresAt: null }],
    [`expires ${momentText(inMinutes(9), NOW)}`, { state: 'expiring', expiresAt: inMinutes(9) }],
  ])('says "%s" of a token', (standing, overrides) => {
    const labels = menuModel(withToken(overrides), NOW).map((item) => (item.kind === 'submenu' ? item.label : ''));
    expect(labels).toContain(`platform (us-east-1): ${standing}`);
  });

  test('says of each repository what has not happened yet', () => {
    const label = (overrides: Partial<BindingView>) =>
      menuModel({ ...aBusySnapshot(), bindings: [aBinding(overrides)] }, NOW).flatMap((item) =>
        item.kind === 'check' ? [item.label] : [],
      );
    expect(label({})).toEqual(['npm: platform / web-releases @store']);
    expect(label({ options: {} })).toEqual(['npm: platform / web-releases']);
    expect(label({ state: 'pending' })).toEqual(['npm: platform / web-releases @store, to be applied']);
    expect(label({ state: 'refused' })).toEqual(['npm: platform / web-releases @store, refused']);
  });

  test('counts what was refused and leads to the first of it', () => {
    expect(menuModel(anEmptySnapshot({ bindings: [refusedFile, { ...refusedFile, id: 'b2' }] }), NOW)).toContainEqual({
      kind: 'action',
      label: 'Show the 2 that were refused…',
      action: { kind: 'open', page: 'projects', row: 'b1' },
    });
  });

  test('asks each profile once, and leads to its token, the preview and the pause', () => {
    const token = { state: 'signInNeeded', error: signInNeeded } as const;
    const tokens = [aToken({ ...token, id: 'a' }), aToken({ ...token, id: 'b' })];
    const items = menuModel(anEmptySnapshot({ tokens, plan: pendingPlan }), NOW);
    expect(items.filter((item) => item.kind === 'action')).toEqual([
      { kind: 'action', label: 'Open CodeArtifact Tray', action: { kind: 'open', page: null, row: null } },
      { kind: 'action', label: 'Sign in as work…', action: { kind: 'open', page: 'tokens', row: 'a' } },
      {
        kind: 'action',
        label: 'Refresh all',
        action: { kind: 'request', name: 'token.refreshAll', params: {} },
      },
      { kind: 'action', label: 'Preview 1 change…', action: { kind: 'open', page: 'preview', row: null } },
      {
        kind: 'action',
        label: 'Pause',
        action: { kind: 'request', name: 'agent.setPaused', params: { paused: true } },
      },
      { kind: 'action', label: 'Quit', action: { kind: 'quit' } },
    ]);
    expect(menuModel(anEmptySnapshot({ paused: true }), NOW)).toContainEqual({
      kind: 'action',
      label: 'Resume',
      action: { kind: 'request', name: 'agent.setPaused', params: { paused: false } },
    });
  });

  test('snoozes notifications and ends that', () => {
    const request = (label: string, until: 'hour' | 'tomorrow' | null) => ({
      kind: 'action',
      label,
      action: { kind: 'request', name: 'notifications.snooze', params: { until } },
    });
    expect(menuModel(anEmptySnapshot(), NOW)).toContainEqual({
      kind: 'submenu',
      label: 'Notifications',
      items: [request('Snooze for an hour', 'hour'), request('Snooze until tomorrow', 'tomorrow')],
    });
    const notifications = { quietHours: null, snoozedUntil: inMinutes(30) };
    const until = momentText(inMinutes(30), NOW);
    const label = `Notify again (snoozed until ${until})`;
    expect(menuModel(anEmptySnapshot({ notifications }), NOW)).toContainEqual(request(label, null));
    expect(menuModel(anEmptySnapshot({ notifications }), NOW + 31 * 60_000)).not.toContainEqual(request(label, null));
  });

  test.each([
    [6, 'check'],
    [7, 'submenu'],
  ])('shows %i repositories each as a %s', (count, kind) => {
    const bindings = Array.from({ length: count }, (_, index) => aBinding({ id: `b${index}`, projectId: 'p1' }));
    const kinds = menuModel({ ...aBusySnapshot(), bindings, tokens: [] }, NOW).flatMap((item) =>
      item.kind === 'submenu' && item.label === 'Notifications' ? [] : [item.kind],
    );
    expect(kinds.filter((each) => each === kind)).toHaveLength(kind === 'check' ? count : 1);
  });

  test('shows as many tokens and projects as fit and leads to the others', () => {
    const labelsOf = (items: readonly MenuItem[]) =>
      items.flatMap((item) => (item.kind === 'action' && item.label.endsWith('more…') ? [item] : []));
    const tokens = Array.from({ length: 8 }, (_, index) => aToken({ id: `t${index}` }));
    expect(labelsOf(menuModel(anEmptySnapshot({ tokens }), NOW))).toEqual([]);
    const [project] = aBusySnapshot().projects;
    const projects = Array.from({ length: 11 }, (_, index) => ({ ...project!, id: `p${index}` }));
    const bindings = projects.map(({ id }) => aBinding({ id, projectId: id }));
    expect(labelsOf(menuModel(anEmptySnapshot({ projects, bindings }), NOW))).toEqual([
      { kind: 'action', label: '1 more…', action: { kind: 'open', page: 'projects', row: null } },
    ]);
  });

  test('can open and quit before there is anything to show', () => {
    expect(startingMenu.map((item) => (item.kind === 'separator' ? '—' : item.label))).toEqual([
      'Open CodeArtifact Tray',
      '—',
      'Starting',
      '—',
      'Quit',
    ]);
    expect(startingView).toEqual({ icon: 'paused', tooltip: 'CodeArtifact Tray\nStarting', title: '' });
  });

  test('fits on a small screen with many tokens', () => {
    const tokens = Array.from({ length: 40 }, (_, index) => aToken({ id: `t${index}` }));
    const items = menuModel(anEmptySnapshot({ tokens }), NOW);
    expect(items.length).toBeLessThan(20);
    expect(items).toContainEqual({
      kind: 'action',
      label: '32 more…',
      action: { kind: 'open', page: 'tokens', row: null },
    });
  });
});

function submenu(items: readonly MenuItem[], label: string): readonly MenuItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label === label);
  return found?.kind === 'submenu' ? found.items : [];
}
