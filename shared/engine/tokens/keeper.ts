import type { Clock } from '../../ports/host.ts';
import type { Due } from './broker.ts';
import { afterWork, emptyMemory, LONGEST_WAIT, nextWork } from './next-work.ts';
import type { KeptState, Memory, Retry } from './next-work.ts';

/** A process that ends waits this long for what is being fetched. Milliseconds. */
const PATIENCE = 3000;

export type KeeperDependencies = {
  readonly clock: Clock;
  /** Null while settings or ledger can't be read. */
  read(): Promise<KeptState | null>;
  /** Refreshes tokens and writes them where they belong; failures go to the ledger. Never rejects. */
  refresh(due: readonly Due[]): Promise<void>;
  /** Writes tokens that are there already into lines that missed them. Never rejects. */
  settle(): Promise<void>;
};

export type Keeper = {
  start(): void;
  /** Refreshes nothing more, and waits a little for what is under way, here and besides. */
  stop(besides: Promise<void>): Promise<void>;
  /** Looks at all deadlines now, and repeats what failed without waiting for its next attempt. */
  wake(retry: Retry): void;
};

/** Refreshes each token that a switched-on binding needs before it ends, for as long as it runs. */
export function createKeeper({ clock, read, refresh, settle }: KeeperDependencies): Keeper {
  const stopping = new AbortController();
  const alarm = createAlarm(clock, stopping.signal);
  let running: Promise<void> | null = null;

  async function run({ signal }: AbortController): Promise<void> {
    let memory: Memory = { ...emptyMemory, pendingRetry: 'all' };
    while (!signal.aborted) {
      const looked = await look(memory, signal);
      const retry = await alarm.next(looked.wakeAt);
      memory = { ...looked.memory, pendingRetry: stronger(looked.memory.pendingRetry, retry) };
    }
  }

  async function look(memory: Memory, signal: AbortSignal): Promise<{ memory: Memory; wakeAt: number }> {
    const state = await read();
    const begun = clock.now();
    if (state === null || signal.aborted) return { memory, wakeAt: clock.now() + LONGEST_WAIT };
    const work = nextWork(state, memory, begun);
    if (work.due.length > 0) await refresh(work.due.map((token) => ({ token, seen: state.ledger.tokens[token.id] })));
    if (!signal.aborted && !state.settings.paused) await settle();
    const after = await read();
    const worked = afterWork(work, (after ?? state).ledger, memory, begun, clock.now());
    // Whoever lifts the pause wants at once what was missed by it.
    const done = state.settings.paused ? { ...worked, pendingRetry: 'all' as const } : worked;
    const wakeAt = after === null ? clock.now() + LONGEST_WAIT : nextWork(after, done, clock.now()).wakeAt;
    return { memory: done, wakeAt };
  }

  return {
    start() {
      running ??= run(stopping);
    },
    async stop(besides) {
      stopping.abort();
      let cancel = () => {};
      const enough = new Promise<void>((resolve) => (cancel = clock.after(PATIENCE, resolve)));
      await Promise.race([Promise.all([running, besides]), enough]);
      cancel();
    },
    wake(retry) {
      if (running !== null) alarm.ring(retry);
    },
  };
}

const STRENGTH: Readonly<Record<Retry, number>> = { none: 0, network: 1, all: 2 };

function stronger(one: Retry, other: Retry): Retry {
  return STRENGTH[one] >= STRENGTH[other] ? one : other;
}

/** Waits for a time or for whoever rings before it; who rings while nobody waits is heard by the next who does. */
function createAlarm(clock: Clock, signal: AbortSignal) {
  let rung: Retry | null = null;
  let wakeUp = () => {};
  signal.addEventListener('abort', () => wakeUp());
  return {
    ring(retry: Retry): void {
      rung = stronger(rung ?? 'none', retry);
      wakeUp();
    },
    /** What is to be repeated. */
    async next(wakeAt: number): Promise<Retry> {
      if (rung === null && !signal.aborted) {
        let cancel = () => {};
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
          cancel = clock.after(wakeAt - clock.now(), resolve);
        });
        cancel();
      }
      const retry = rung ?? 'none';
      rung = null;
      return retry;
    },
  };
}
