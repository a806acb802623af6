import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { problem } from '../../contract/problem-form.ts';
import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import type { Clock } from '../../ports/host.ts';
import { readVersioned, writeJson } from './store.ts';

const ledgerEntry = z
  .object({
    /** Of the newest token; null before the first one. Times in milliseconds since 1970 by our clock. */
    token: z
      .object({
        fingerprint: z.string(),
        issuedAt: z.number(),
        expiresAt: z.number(),
        /** When the machine was started, by the clock that these times are by; left out where an earlier version noted them. */
        bootedAt: z.number().optional(),
        /** Milliseconds by which the service's clock, whose times stand in tokens, is ahead of ours. */
        serviceAhead: z.number().default(0),
        /** When a person has to sign in again to get the next one, or the keys end that it ends with; left out where nobody knows of either. */
        sessionEndsAt: z.union([z.number(), z.literal('unknown')]).optional(),
      })
      .readonly()
      .nullable(),
    /** Why the last request failed; null after a success. */
    failure: z.object({ problem, attempts: z.int(), nextAttemptAt: z.number() }).readonly().nullable(),
  })
  .readonly();
export type LedgerEntry = z.infer<typeof ledgerEntry>;

const ledgerSchema = z
  .object({ version: z.literal(1), tokens: z.record(z.string(), ledgerEntry).readonly() })
  .readonly();
/** What all hosts know of all tokens, without any token: fingerprints, times and failures. */
export type Ledger = z.infer<typeof ledgerSchema>;

export function ledgerPath(stateFolder: string): string {
  return path.join(stateFolder, 'ledger.json');
}

const emptyLedger: Ledger = { version: 1, tokens: {} };

/**
 * Its times are by the clock as it is now, wherever that was set back since they were noted. A ledger whose disk fails is taken for
 * empty: all it costs is a request per token, and what is asked for says why.
 */
export async function readLedger(stateFolder: string, clock: Clock): Promise<Result<Ledger>> {
  const ledger = await readAsNoted(stateFolder);
  return ledger.ok ? ok(byClockOf(ledger.value, bootedAt(clock))) : ledger;
}

async function readAsNoted(stateFolder: string): Promise<Result<Ledger>> {
  const ledger = await readVersioned({
    path: ledgerPath(stateFolder),
    title: 'ledger',
    version: 1,
    schema: ledgerSchema,
    empty: emptyLedger,
    loss: 'each token is then asked for once more',
  });
  return ledger.ok || ledger.error.code === 'settingsInvalid' ? ledger : ok(emptyLedger);
}

/** Merges entries, by token id, into the file. Call it with the writer lock held. */
export async function recordInLedger(
  stateFolder: string,
  entries: Readonly<Record<string, LedgerEntry>>,
): Promise<Result<void>> {
  const ledger = await readAsNoted(stateFolder);
  if (!ledger.ok) return ledger;
  const tokens = { ...ledger.value.tokens, ...entries };
  return writeJson(ledgerPath(stateFolder), { version: 1, tokens } satisfies Ledger);
}

/** Recognises a token again without keeping it; 16 hex digits of SHA-256. */
export function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

/** When the machine was started, by the clock as it is now: another time for the same start means that the clock was set. */
export function bootedAt(clock: Clock): number {
  return Math.round(clock.now() - clock.uptime());
}

/** The service's clock, as far as its newest token tells. Milliseconds since 1970. */
export function serviceNow({ tokens }: Ledger, clock: Clock): number {
  const known = Object.values(tokens).flatMap(({ token }) => (token === null ? [] : [token]));
  const [newest] = known.toSorted((a, b) => b.issuedAt - a.issuedAt);
  return clock.now() + (newest?.serviceAhead ?? 0);
}

/** Clocks are nudged all the time, and a system may count its uptime in seconds. Milliseconds. */
const SET_BACK = 60_000;

/**
 * A clock that was set back shows an end that comes as much earlier. One that was set ahead looks like a virtual machine that stood still, in
 * which the time did go by: so the end stays, and at worst a token is refreshed too early.
 */
function byClockOf(ledger: Ledger, bootNow: number): Ledger {
  const tokens = Object.entries(ledger.tokens).map(([id, { token, failure }]): readonly [string, LedgerEntry] => {
    const back = (token?.bootedAt ?? bootNow) - bootNow;
    if (token === null || back < SET_BACK) return [id, { token, failure }];
    const { issuedAt, expiresAt, serviceAhead, sessionEndsAt } = token;
    const session = typeof sessionEndsAt === 'number' ? { sessionEndsAt: sessionEndsAt - back } : {};
    const times = { issuedAt: issuedAt - back, expiresAt: expiresAt - back, serviceAhead: serviceAhead + back };
    return [id, { token: { ...token, ...times, ...session, bootedAt: bootNow }, failure }];
  });
  return { ...ledger, tokens: Object.fromEntries(tokens) };
}
