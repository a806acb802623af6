import type { Clock } from '../../ports/host.ts';
import type { Settings, TokenSettings } from '../settings/settings.ts';
import type { Ledger } from './ledger.ts';
import { dueAt } from './schedule.ts';

/** Timers stop while a machine sleeps, so deadlines are compared with the wall clock at least this often. Milliseconds. */
const LONGEST_WAIT = 30_000;
const SHORTEST_WAIT = 250;
/** A credential helper may touch the very files whose change triggers it, so that failures are not repeated more often than this. */
const AFRESH_PAUSE = 5000;

export type KeeperDependencies = {
  readonly clock: Clock;
  /** Null while settings or ledger can't be read. */
  read(): Promise<{ readonly settings: Settings; readonly ledger: Ledger } | null>;
  /** Renews one token and writes it where it belongs; failures go to the ledger. */
  renew(token: TokenSettings): Promise<void>;
};

export type Keeper = {
  start(): void;
  stop(): void;
  /** Looks at all deadlines now; `afresh` also repeats what failed without waiting for its next attempt. */
  wake(afresh?: boolean): void;
};

/** Renews each token that a switched-on binding needs before it ends, for as long as it runs. */
export function createKeeper({ clock, read, renew }: KeeperDependencies): Keeper {
  let running = false;
  let busy = false;
  let again: 'no' | 'due' | 'afresh' = 'no';
  let cancelTimer: () => void = () => {};
  let lastAfresh = Number.NEGATIVE_INFINITY;
  let owed = false;

  function schedule(deadline: number): void {
    cancelTimer();
    if (!running) return;
    const next = owed ? Math.min(deadline, lastAfresh + AFRESH_PAUSE) : deadline;
    const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, next - clock.now()));
    cancelTimer = clock.after(wait, () => void look(owed));
  }

  /** True when failures may be repeated now; otherwise they are owed to the next time. */
  function mayRepeat(asked: boolean): boolean {
    if (!asked) return false;
    owed = clock.now() < lastAfresh + AFRESH_PAUSE;
    if (!owed) lastAfresh = clock.now();
    return !owed;
  }

  async function look(afresh: boolean): Promise<void> {
    if (busy) {
      again = afresh || again === 'afresh' ? 'afresh' : 'due';
      return;
    }
    busy = true;
    try {
      const repeat = mayRepeat(afresh);
      const state = await read();
      for (const token of state === null ? [] : dueTokens(state.settings, state.ledger, clock.now(), repeat)) {
        if (running) await renew(token);
      }
      const after = await read();
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
      void look(true);
    },
    stop() {
      running = false;
      cancelTimer();
    },
    wake(afresh = false) {
      if (running) void look(afresh);
    },
  };
}

function wanted(settings: Settings): readonly TokenSettings[] {
  if (settings.paused) return [];
  const used = new Set(settings.bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
  return settings.tokens.filter((token) => used.has(token.id));
}

function dueTokens(settings: Settings, ledger: Ledger, now: number, afresh: boolean): readonly TokenSettings[] {
  return wanted(settings).filter((token) => {
    const entry = ledger.tokens[token.id];
    const repeat = afresh && entry !== undefined && entry.failure !== null;
    return repeat || dueAt(entry) <= now;
  });
}

function nextDeadline(settings: Settings, ledger: Ledger): number {
  return Math.min(...wanted(settings).map((token) => dueAt(ledger.tokens[token.id])), Number.MAX_SAFE_INTEGER);
}
