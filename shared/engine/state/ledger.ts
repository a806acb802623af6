import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import { readVersioned, writeJson } from './store.ts';

const ledgerEntry = z
  .object({
    /** Of the newest token; null before the first one. Times in milliseconds since 1970 by our clock. */
    token: z
      .object({
        fingerprint: z.string(),
        issuedAt: z.number(),
        expiresAt: z.number(),
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

/** A ledger whose disk fails is taken for empty: all it costs is a request per token, and what is asked for says why. */
export async function readLedger(stateFolder: string): Promise<Result<Ledger>> {
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
  const ledger = await readLedger(stateFolder);
  if (!ledger.ok) return ledger;
  const tokens = { ...ledger.value.tokens, ...entries };
  return writeJson(ledgerPath(stateFolder), { version: 1, tokens } satisfies Ledger);
}

/** Recognises a token again without keeping it; 16 hex digits of SHA-256. */
export function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
