import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import type { Settings, TokenSettings } from '../state/settings.ts';
import { dueAt, waitsForPerson } from './schedule.ts';

/** Timers stop while a machine sleeps, so deadlines are compared with the wall clock at least this often. Milliseconds. */
export const LONGEST_WAIT = 30_000;
const SHORTEST_WAIT = 250;
/** A credential helper may touch the very files whose change triggers it, so that failures are not repeated more often than this. */
const RETRY_PAUSE = 5000;
/** A refresh that left no trace, because the ledger can't be written or the lock not be had, is not repeated before. */
const UNRECORDED_PAUSE = 60_000;

/** What of that which failed is to be repeated: what does not wait for a person, when the machine or its network is back, or all of it. */
export type Retry = 'none' | 'network' | 'all';

/** What the files don't say. Times in milliseconds since 1970. */
export type Memory = {
  /** To be repeated without waiting for the next attempt, as soon as that may be done again. */
  readonly pendingRetry: Retry;
  /** When that was done last. */
  readonly retriedAt: number;
  /** Tokens whose refresh left no trace, and when it may be tried again. */
  readonly notBefore: ReadonlyMap<string, number>;
};

export const emptyMemory: Memory = { pendingRetry: 'none', retriedAt: Number.NEGATIVE_INFINITY, notBefore: new Map() };

export type Work = {
  readonly due: readonly TokenSettings[];
  /** True when what failed is repeated with this. */
  readonly retries: boolean;
  /** When to look again if nothing happens before. */
  readonly wakeAt: number;
};

export type KeptState = { readonly settings: Settings; readonly ledger: Ledger };

/** What is to be refreshed now, and when to look again. Pure. */
export function nextWork({ settings, ledger }: KeptState, memory: Memory, now: number): Work {
  const retryAt = memory.retriedAt > now ? now : memory.retriedAt + RETRY_PAUSE;
  const { pendingRetry } = memory;
  const waits = pendingRetry !== 'none' && !settings.paused;
  const retries = waits && retryAt <= now;
  const tokens = tokensInUse(settings).map((token) => {
    const entry = ledger.tokens[token.id];
    const failure = entry?.failure ?? null;
    const isRepeated = retries && failure !== null && (pendingRetry === 'all' || !waitsForPerson(failure.problem));
    return { token, at: isRepeated ? now : deadlineOf(token.id, entry, memory, now) };
  });
  const deadlines = [...tokens.map(({ at }) => at), ...(waits && !retries ? [retryAt] : [])];
  return {
    due: tokens.filter(({ at }) => at <= now).map(({ token }) => token),
    retries,
    wakeAt: Math.min(now + LONGEST_WAIT, Math.max(now + SHORTEST_WAIT, Math.min(...deadlines))),
  };
}

/** The memory after the work was done, by what the ledger then says of it. */
export function afterWork({ due, retries }: Work, ledger: Ledger, memory: Memory, begun: number, now: number): Memory {
  const notBefore = new Map(memory.notBefore);
  for (const { id } of due) {
    if (dueAt(ledger.tokens[id], now) <= now) notBefore.set(id, now + UNRECORDED_PAUSE);
    else notBefore.delete(id);
  }
  if (!retries) return { ...memory, notBefore };
  return { pendingRetry: 'none', retriedAt: due.length > 0 ? begun : memory.retriedAt, notBefore };
}

/** Those that a switched-on binding needs; none while paused. */
export function tokensInUse(settings: Settings): readonly TokenSettings[] {
  if (settings.paused) return [];
  const used = new Set(settings.bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
  return settings.tokens.filter((token) => used.has(token.id));
}

function deadlineOf(id: string, entry: LedgerEntry | undefined, { notBefore }: Memory, now: number): number {
  const until = notBefore.get(id) ?? 0;
  // Farther away than it can have been set: the clock was put back.
  return Math.max(dueAt(entry, now), until > now + UNRECORDED_PAUSE ? 0 : until);
}
