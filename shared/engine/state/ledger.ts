import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import { readJson, writeJson } from './store.ts';

const ledgerEntry = z.object({
  /** Of the newest token; null before the first one. Times in milliseconds since 1970 by our clock. */
  token: z
    .object({
      fingerprint: z.string(),
      issuedAt: z.number(),
      expiresAt: z.number(),
      /** Milliseconds by which the service's clock, whose times stand in tokens, is ahead of ours. */
      serviceAhead: z.number().default(0),
    })
    .nullable(),
  /** Why the last request failed; null after a success. */
  failure: z.object({ problem, attempts: z.int(), nextAttemptAt: z.number() }).nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

const ledgerSchema = z.object({ version: z.literal(1), tokens: z.record(z.string(), ledgerEntry) });
/** What all hosts know of all tokens, without any token: fingerprints, times and failures. */
export type Ledger = z.infer<typeof ledgerSchema>;

export function ledgerPath(stateFolder: string): string {
  return path.join(stateFolder, 'ledger.json');
}

/** A ledger of unknown form is treated as empty: all it costs is one request per token. */
export async function readLedger(stateFolder: string): Promise<Result<Ledger>> {
  const raw = await readJson(ledgerPath(stateFolder));
  const parsed = ledgerSchema.safeParse(raw.ok ? raw.value : undefined);
  return ok(parsed.success ? parsed.data : { version: 1, tokens: {} });
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
