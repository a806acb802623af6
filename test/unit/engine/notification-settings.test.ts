import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { NOW } from '../../support/snapshots.ts';

function aMachine(now = NOW) {
  const home = aCliHome(null);
  return { home, engine: anEngine({ home, clock: manualClock(now) }) };
}

test('notifications are snoozed for an hour, until eight tomorrow morning, and told again', async () => {
  const { engine } = aMachine(new Date(2026, 10, 20, 23, 30).getTime());
  const snoozedUntil = async () => (await engine.state()).notifications.snoozedUntil;
  expect(await snoozedUntil()).toBeNull();
  await engine.ask('notifications.snooze', { until: 'hour' });
  expect(await snoozedUntil()).toBe(new Date(2026, 10, 21, 0, 30).toISOString());
  await engine.ask('notifications.snooze', { until: 'tomorrow' });
  expect(await snoozedUntil()).toBe(new Date(2026, 10, 21, 8, 0).toISOString());
  await engine.ask('notifications.snooze', { until: null });
  expect(await snoozedUntil()).toBeNull();
});

test('quiet hours are kept under the keys that are documented, and what is no time of day is refused', async () => {
  const { home, engine } = aMachine();
  const quietHours = { from: '22:00', to: '07:00' };
  await engine.ask('settings.setQuietHours', { quietHours });
  expect(JSON.parse(home.read('state/settings.json'))).toMatchObject({ quietHours, snoozedUntil: null });
  for (const from of ['24:00', '7:00', '22.00', '']) {
    const answer = await engine.api.request('settings.setQuietHours', { quietHours: { from, to: '07:00' } });
    expect(answer, from).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
  }
  expect((await engine.state()).notifications).toEqual({ quietHours, snoozedUntil: null });
});
