import type { EngineClient } from '../contract/engine-client.ts';
import type { HostSignal } from '../ports/host.ts';
import { createInProcessClient } from './client.ts';
import { createCore } from './core.ts';
import type { Core, EnginePorts } from './core.ts';
import { dueAt } from './tokens/schedule.ts';
import { createKeeper } from './tokens/keeper.ts';
import { renewAndNote } from './requests/tokens.ts';
import { createSnapshots } from './snapshots.ts';
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

  const keeper = createKeeper({
    clock,
    async read() {
      const state = await core.read();
      return state.ok ? state.value : null;
    },
    async renew(token) {
      const state = await core.read();
      const known = state.ok ? state.value.ledger.tokens[token.id] : undefined;
      if (dueAt(known) > clock.now() && known?.failure === null) return;
      await renewAndNote(core, token);
    },
  });

  const watcher = watchFiles(log, (what) => {
    snapshots.refresh();
    // Settings and AWS files may hold just what a token was waiting for.
    if (what !== 'target') keeper.wake(what === 'aws');
  });

  core.activity.onChange(() => {
    snapshots.refresh();
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
      keeper.stop();
      await watcher.close();
    },
    signal(signal) {
      log('info', `The machine says: ${signal}`);
      keeper.wake(true);
    },
  };
}
