import { expect, test } from 'vitest';
import { bootedAt, readLedger, recordInLedger } from '../../../shared/engine/state/ledger.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';
import { manualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A ledger with one token of twelve hours, noted just now. */
async function aLedger() {
  const folder = temporaryFolder();
  const clock = manualClock();
  clock.advance(5 * HOUR);
  const issuedAt = clock.now();
  const times = { issuedAt, expiresAt: issuedAt + 12 * HOUR, serviceAhead: 0, bootedAt: bootedAt(clock) };
  const token = { fingerprint: '0'.repeat(16), ...times, sessionEndsAt: issuedAt + 8 * HOUR };
  await recordInLedger(folder, { t: { token, failure: null } });
  return {
    folder,
    clock,
    async token() {
      const ledger = await readLedger(folder, clock);
      const found = ledger.ok ? ledger.value.tokens['t']?.token : null;
      if (found === null || found === undefined) throw new Error('no token');
      const { expiresAt, sessionEndsAt, serviceAhead } = found;
      // By how long it is until then, and by the service's clock.
      const left = expiresAt - clock.now();
      return {
        left,
        session: Number(sessionEndsAt) - clock.now(),
        serviceEnd: expiresAt + serviceAhead - issuedAt,
        found,
      };
    },
  };
}

test('a clock that was set back leaves a token the time that it has, and one that is right again as well', async () => {
  const { clock, token } = await aLedger();
  clock.advance(HOUR);
  clock.set(-3 * HOUR);
  expect(await token()).toMatchObject({ left: 11 * HOUR, session: 7 * HOUR, serviceEnd: 12 * HOUR });
  clock.sleep(2 * HOUR);
  expect(await token()).toMatchObject({ left: 9 * HOUR, session: 5 * HOUR });
  clock.set(3 * HOUR);
  expect(await token()).toMatchObject({ left: 9 * HOUR, session: 5 * HOUR, serviceEnd: 12 * HOUR });
});

test('what is noted again after that stays as right as it was', async () => {
  const { clock, folder, token } = await aLedger();
  clock.set(-3 * HOUR);
  const { found } = await token();
  await recordInLedger(folder, { t: { token: found, failure: null } });
  expect(await token()).toMatchObject({ left: 12 * HOUR });
  clock.set(-HOUR);
  expect(await token()).toMatchObject({ left: 12 * HOUR, serviceEnd: 12 * HOUR });
});

test('a clock that was set ahead never makes a token live longer, since a machine that stood still looks the same', async () => {
  const { clock, token } = await aLedger();
  clock.set(3 * HOUR);
  expect(await token()).toMatchObject({ left: 9 * HOUR });
});

test('sleep is time, and a nudge of the clock is nothing', async () => {
  const { clock, token } = await aLedger();
  clock.sleep(2 * HOUR);
  clock.set(-30_000);
  expect(await token()).toMatchObject({ left: 10 * HOUR + 30_000 });
});
