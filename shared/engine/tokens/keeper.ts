import type { Clock } from '../../ports/host.ts';
import type { Settings, TokenSettings } from '../state/settings.ts';
import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import { dueAt } from './schedule.ts';

/** Timers stop while a machine sleeps, so deadlines are compared with the wall clock at least this often. Milliseconds. */
const LONGEST_WAIT = 30_000;
const SHORTEST_WAIT = 250;
/** A credential helper may touch the very files whose change triggers it, so that failures are not repeated more often than this. */
const AFRESH_PAUSE = 5000;
/** A process that ends waits this long for what is being renewed. Milliseconds. */
const PATIENCE = 3000;
/** A renewal that left no trace, because the ledger can't be written or the lock not be had, is not repeated before. */
const UNRECORDED_PAUSE = 60_000;

export type KeeperDependencies = {
  readonly clock: Clock;
  /** Null while settings or ledger can't be read. */
  read(): Promise<{ readonly settings: Settings; readonly ledger: Ledger } | null>;
  /** Renews one token, due by what its ledger entry says, and writes it where it belongs; failures go to the ledger. Never rejects. */
  renew(token: TokenSettings, seen: LedgerEntry | undefined): Promise<void>;
  /** Writes tokens that are there already into lines that missed them. Never rejects. */
  settle(): Promise<void>;
};

export type Keeper = {
  start(): void;
  /** Renews nothing more, and waits a little for what is under way. */
  stop(): Promise<void>;
  /** Looks at all deadlines now; `afresh` also repeats what failed without waiting for its next attempt. */
  wake(afresh?: boolean): void;
};

/** Renews each token that a switched-on binding needs before it ends, for as long as it runs. */
export function createKeeper({ clock, read, renew, settle }: KeeperDependencies): Keeper {
  let running = false;
  let busy = false;
  let again: 'no' | 'due' | 'afresh' = 'no';
  let underWay = Promise.resolve();
  let cancelTimer: () => void = () => {};
  let lastAfresh = Number.NEGATIVE_INFINITY;
  let owed = false;
  /** Tokens whose renewal left no trace, and when it may be tried again. */
  const notBefore = new Map<string, number>();

  function schedule(deadline: number): void {
    cancelTimer();
    if (!running) return;
    const next = owed ? Math.min(deadline, lastAfresh + AFRESH_PAUSE) : deadline;
    const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, next - clock.now()));
    cancelTimer = clock.after(wait, () => begin(owed));
  }

  /** True when failures may be repeated now; otherwise they are owed to the next time. */
  function mayRepeat(asked: boolean): boolean {
    if (!asked) return false;
    const since = clock.now() - lastAfresh;
    owed = since >= 0 && since < AFRESH_PAUSE;
    if (!owed) lastAfresh = clock.now();
    return !owed;
  }

  function isDue(id: string, entry: LedgerEntry | undefined, repeat: boolean): boolean {
    if (repeat && entry !== undefined && entry.failure !== null) return true;
    return Math.max(dueAt(entry), heldUntil(id)) <= clock.now();
  }

  function noteTrace(id: string, entry: LedgerEntry | undefined): void {
    if (dueAt(entry) <= clock.now()) notBefore.set(id, clock.now() + UNRECORDED_PAUSE);
    else notBefore.delete(id);
  }

  function heldUntil(id: string): number {
    const until = notBefore.get(id) ?? 0;
    // Farther away than it can have been set: the clock was put back.
    return until > clock.now() + UNRECORDED_PAUSE ? 0 : until;
  }

  function nextDeadline(settings: Settings, ledger: Ledger): number {
    const deadlines = wanted(settings).map(({ id }) => Math.max(dueAt(ledger.tokens[id]), heldUntil(id)));
    return Math.min(...deadlines, Number.MAX_SAFE_INTEGER);
  }

  function begin(afresh: boolean): void {
    if (busy) again = afresh || again === 'afresh' ? 'afresh' : 'due';
    else underWay = look(afresh);
  }

  async function look(afresh: boolean): Promise<void> {
    busy = true;
    try {
      const repeat = mayRepeat(afresh);
      const state = await read();
      const tokens = state === null ? [] : wanted(state.settings);
      const due = tokens.filter((token) => isDue(token.id, state?.ledger.tokens[token.id], repeat));
      for (const token of due) {
        if (running) await renew(token, state?.ledger.tokens[token.id]);
      }
      if (running && state?.settings.paused === false) await settle();
      const after = await read();
      if (after !== null) for (const { id } of due) noteTrace(id, after.ledger.tokens[id]);
      schedule(after === null ? clock.now() + LONGEST_WAIT : nextDeadline(after.settings, after.ledger));
    } finally {
      busy = false;
    }
    if (again !== 'no' && running) {
      const askedAfresh = again === 'afresh';
      again = 'no';
      await look(askedAfresh);
    }
  }

  return {
    start() {
      running = true;
      begin(true);
    },
    async stop() {
      running = false;
      cancelTimer();
      let cancel = () => {};
      const enough = new Promise<void>((resolve) => (cancel = clock.after(PATIENCE, resolve)));
      await Promise.race([underWay, enough]);
      cancel();
    },
    wake(afresh = false) {
      if (running) begin(afresh);
    },
  };
}

function wanted(settings: Settings): readonly TokenSettings[] {
  if (settings.paused) return [];
  const used = new Set(settings.bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
  return settings.tokens.filter((token) => used.has(token.id));
}
