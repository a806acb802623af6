import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { LedgerEntry } from '../../../shared/engine/state/ledger.ts';
import { initialSettings } from '../../../shared/engine/state/settings.ts';
import { afterWork, emptyMemory, nextWork } from '../../../shared/engine/tokens/next-work.ts';
import type { Memory } from '../../../shared/engine/tokens/next-work.ts';

const SECOND = 1000;
const HOUR = 3_600 * SECOND;
const NOW = Date.parse('2026-11-20T10:00:00.000Z');
const token = { id: 't', profile: 'work', region: 'eu-west-1', domain: 'platform', domainOwner: '111122223333' };
const binding = {
  id: 'b',
  projectId: 'user',
  client: 'npm' as const,
  tokenId: 't',
  repository: 'web',
  endpoint: 'https://d.example/npm/web/',
  options: {},
  enabled: true,
};
const settings = { ...initialSettings, tokens: [token], bindings: [binding] };
const fresh = { fingerprint: '0000000000000000', issuedAt: NOW, expiresAt: NOW + 12 * HOUR, serviceAhead: 0 };
const old = { ...fresh, issuedAt: NOW - 11 * HOUR, expiresAt: NOW + HOUR };

function ledgerWith(entry: LedgerEntry | null) {
  return { version: 1 as const, tokens: entry === null ? {} : { t: entry } };
}
function failedUntil(nextAttemptAt: number): LedgerEntry {
  return { token: fresh, failure: { problem: problemOf('offline', 'No network.'), attempts: 1, nextAttemptAt } };
}
const retry: Partial<Memory> = { pendingRetry: 'all' };

describe('what is due, and how long to wait otherwise', () => {
  test.each<[string, LedgerEntry | null, Partial<Memory>, boolean, number]>([
    ['no token yet', null, {}, true, 250],
    ['a fresh token', { token: fresh, failure: null }, {}, false, 30 * SECOND],
    ['a token near its end', { token: old, failure: null }, {}, true, 250],
    ['a failure whose next attempt is ten seconds away', failedUntil(NOW + 10 * SECOND), {}, false, 10 * SECOND],
    ['a failure whose next attempt is now', failedUntil(NOW), {}, true, 250],
    ['a failure that is to be repeated', failedUntil(NOW + HOUR), retry, true, 250],
    [
      'the same, four seconds after the last time',
      failedUntil(NOW + HOUR),
      { ...retry, retriedAt: NOW - 4000 },
      false,
      1000,
    ],
    [
      'the same, five seconds after the last time',
      failedUntil(NOW + HOUR),
      { ...retry, retriedAt: NOW - 5000 },
      true,
      250,
    ],
    [
      'the same, the clock having been put back',
      failedUntil(NOW + HOUR),
      { ...retry, retriedAt: NOW + HOUR },
      true,
      250,
    ],
    ['a fresh token while failures are to be repeated', { token: fresh, failure: null }, retry, false, 30 * SECOND],
    ['no trace of the last time', null, { notBefore: new Map([['t', NOW + 20 * SECOND]]) }, false, 20 * SECOND],
    ['no trace, and the clock put back since', null, { notBefore: new Map([['t', NOW + HOUR]]) }, true, 250],
  ])('%s', (_, entry, memory, isDue, wait) => {
    const work = nextWork({ settings, ledger: ledgerWith(entry) }, { ...emptyMemory, ...memory }, NOW);
    expect({ due: work.due.map(({ id }) => id), wait: work.wakeAt - NOW }).toEqual({ due: isDue ? ['t'] : [], wait });
  });

  test.each([
    ['paused', { ...settings, paused: true }],
    ['nothing is switched on', { ...settings, bindings: [{ ...binding, enabled: false }] }],
    ['nothing uses the token', { ...settings, bindings: [] }],
  ])('nothing while %s', (_, quiet) => {
    const work = nextWork({ settings: quiet, ledger: ledgerWith(null) }, emptyMemory, NOW);
    expect(work).toMatchObject({ due: [], wakeAt: NOW + 30 * SECOND });
  });
});

describe('what is remembered of the work', () => {
  const work = nextWork({ settings, ledger: ledgerWith(null) }, { ...emptyMemory, ...retry }, NOW);

  test('one that left no trace is not repeated for a minute', () => {
    expect(afterWork(work, ledgerWith(null), emptyMemory, NOW, NOW + SECOND).notBefore).toEqual(
      new Map([['t', NOW + 61 * SECOND]]),
    );
  });

  test('one that left its trace is forgotten', () => {
    const memory = { ...emptyMemory, notBefore: new Map([['t', NOW]]) };
    expect(afterWork(work, ledgerWith({ token: fresh, failure: null }), memory, NOW, NOW).notBefore).toEqual(new Map());
  });

  test('what was to be repeated was, and when; without it nothing changes', () => {
    const memory = { ...emptyMemory, ...retry };
    expect(afterWork(work, ledgerWith(null), memory, NOW, NOW)).toMatchObject({ pendingRetry: 'none', retriedAt: NOW });
    const idle = { ...work, retries: false };
    expect(afterWork(idle, ledgerWith(null), memory, NOW, NOW)).toMatchObject({ ...retry, retriedAt: -Infinity });
  });
});
