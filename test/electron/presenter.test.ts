import { describe, expect, test } from 'vitest';
import { present } from '../../electron/main/tray/presenter.ts';
import type { EngineApi } from '../../shared/contract/engine-api.ts';
import { failed, ok, problemOf } from '../../shared/contract/problem.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Notice } from '../../shared/view/tray/notices.ts';
import type { TrayView } from '../../shared/view/tray/tray.ts';
import { aBusySnapshot, anEmptySnapshot, aToken, NOW } from '../support/snapshots.ts';
import { manualClock } from '../support/manual-clock.ts';

async function aPresenter(first: Snapshot | null) {
  const clock = manualClock();
  const rendered: TrayView[] = [];
  const notified: (readonly Notice[])[] = [];
  const themes: string[] = [];
  const log: string[] = [];
  let publish: ((snapshot: Snapshot) => void) | null = null;
  const api: EngineApi = {
    request: async () => (first === null ? failed(problemOf('unexpected', 'No state.')) : ok(first as never)),
    subscribe(listener) {
      publish = listener;
      return () => (publish = null);
    },
  };
  const end = present({
    api,
    clock,
    tray: { render: (view) => rendered.push(view) },
    notifier: { update: ({ notices }) => notified.push(notices) },
    onSettings: ({ theme }) => themes.push(theme),
    log: (_level, message) => log.push(message),
  });
  await Promise.resolve();
  await Promise.resolve();
  return { clock, rendered, notified, themes, log, end, publish: (snapshot: Snapshot) => publish?.(snapshot) };
}

describe('the presenter', () => {
  test('shows the first state, with theme and notices', async () => {
    const { clock, rendered, notified, themes } = await aPresenter(aBusySnapshot({ theme: 'dark' }));
    // Before anything is drawn: a window may be opened meanwhile.
    expect(themes).toEqual(['dark']);
    clock.advance(200);
    expect(rendered.at(-1)?.icon).toBe('error');
    expect(notified.at(-1)?.[0]?.id).toBe('signInNeeded:pay-dev');
  });

  test('shows snapshots in quick succession as one, the newest', async () => {
    const { clock, rendered, publish } = await aPresenter(anEmptySnapshot());
    clock.advance(200);
    const before = rendered.length;
    for (const revision of [2, 3, 4]) publish(anEmptySnapshot({ revision, paused: revision === 4 }));
    expect(rendered).toHaveLength(before);
    clock.advance(200);
    expect(rendered).toHaveLength(before + 1);
    expect(rendered.at(-1)?.icon).toBe('paused');
  });

  test('ignores a snapshot that is older than the one shown', async () => {
    const { clock, rendered, publish } = await aPresenter(anEmptySnapshot({ revision: 9, paused: true }));
    publish(anEmptySnapshot({ revision: 3 }));
    clock.advance(200);
    expect(rendered.at(-1)?.icon).toBe('paused');
  });

  test('notices deadlines that come nearer without a snapshot', async () => {
    const error = problemOf('signInNeeded', 'The SSO session has ended.');
    const expiresAt = new Date(NOW + 90 * 60_000).toISOString();
    const tokens = [aToken({ state: 'signInNeeded', error, expiresAt })];
    const { clock, notified } = await aPresenter(anEmptySnapshot({ tokens }));
    clock.advance(200);
    expect(notified.at(-1)).toEqual([]);
    clock.advance(31 * 60_000);
    expect(notified.at(-1)?.map(({ id }) => id)).toEqual(['signInNeeded:work']);
  });

  test('says at once that a token has ended, not at the next look', async () => {
    const error = problemOf('signInNeeded', 'The SSO session has ended.');
    const expiresAt = new Date(NOW + 10_000).toISOString();
    const tokens = [aToken({ state: 'signInNeeded', error, expiresAt })];
    const { clock, notified } = await aPresenter(anEmptySnapshot({ tokens }));
    clock.advance(9_900);
    expect(notified.at(-1)?.map(({ urgency }) => urgency)).toEqual(['soon']);
    clock.advance(200);
    expect(notified.at(-1)?.map(({ urgency }) => urgency)).toEqual(['now']);
  });

  test('says in the log when there is no state to show, and ends when told to', async () => {
    const { clock, rendered, log, end, publish } = await aPresenter(null);
    expect(log).toEqual(['No state to show: No state.']);
    end();
    publish(aBusySnapshot());
    clock.advance(10 * 60_000);
    expect(rendered).toEqual([]);
  });

  test('looks once a minute, however many snapshots there were, and no more once it has ended', async () => {
    const { clock, rendered, end, publish } = await aPresenter(anEmptySnapshot());
    clock.advance(200);
    for (const revision of [2, 3]) {
      publish(anEmptySnapshot({ revision }));
      clock.advance(200);
    }
    const before = rendered.length;
    clock.advance(10 * 60_000);
    expect(rendered).toHaveLength(before + 10);
    publish(anEmptySnapshot({ revision: 4 }));
    end();
    clock.advance(10 * 60_000);
    expect(rendered).toHaveLength(before + 10);
  });
});
