import type { EngineClient } from '../contract/engine-client.ts';
import type { HostSignal } from '../ports/host.ts';
import { createInProcessClient } from './operations/answer.ts';
import { createCore } from './core.ts';
import type { Core, EnginePorts } from './core.ts';
import { describeError } from './describe-error.ts';
import { createKeeper } from './tokens/keeper.ts';
import { renewAndNote, writeOwedTokens } from './operations/tokens.ts';
import { createSnapshots } from './snapshot/publish.ts';
import { watchFiles } from './watch.ts';

export type { EnginePorts } from './core.ts';

/** One engine, whatever host it runs in. */
export type Engine = {
  /** In-process client; other transports are wrapped around it. */
  readonly client: EngineClient;
  readonly core: Core;
  /** Begins renewing tokens and watching files. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Tells of an event of the machine after which deadlines are worth a look. */
  signal(signal: HostSignal): void;
};

export function createEngine(ports: EnginePorts): Engine {
  const core = createCore(ports);
  const snapshots = createSnapshots(core);
  const { clock, log } = ports;
  /** True when a line may hold an older token than the one there is: a file could not be written, or a binding came back. */
  let unsettled = true;

  /** A defect, or a disk that can't keep a token, must not end the renewing. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log('error', `Renewing failed: ${describeError(error)}`);
    }
  }

  const keeper = createKeeper({
    clock,
    async read() {
      const state = await core.read();
      return state.ok ? state.value : null;
    },
    async renew(token, seen) {
      await guarded(async () => {
        const renewed = await renewAndNote(core, token, seen);
        unsettled ||= !renewed.ok || renewed.value.skipped.length > 0;
      });
    },
    async settle() {
      if (!unsettled) return;
      await guarded(async () => {
        const settled = await writeOwedTokens(core);
        unsettled = !settled.ok || settled.value.skipped.length > 0;
      });
    },
  });

  const watcher = watchFiles(log, (what) => {
    snapshots.refresh();
    unsettled ||= what === 'target';
    // Settings and AWS files may hold just what a token was waiting for.
    keeper.wake(what === 'aws');
  });

  core.activity.onChange(() => {
    snapshots.refresh();
    unsettled = true;
    keeper.wake();
  });

  return {
    client: createInProcessClient(core, snapshots),
    core,
    async start() {
      core.note('started', ports.host.demo ? 'Started in demo mode' : 'Started');
      snapshots.onChange((snapshot) => watcher.follow(core, snapshot));
      watcher.follow(core, await snapshots.current());
      keeper.start();
    },
    async stop() {
      await Promise.all([keeper.stop(), watcher.close()]);
    },
    signal(signal) {
      log('info', `The machine says: ${signal}`);
      keeper.wake(true);
    },
  };
}
