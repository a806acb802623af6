import type { EngineApi } from '../contract/engine-api.ts';
import type { HostSignal } from '../ports/host.ts';
import { createCore } from './core/core.ts';
import type { Core, EnginePorts } from './core/core.ts';
import { createFights } from './fights.ts';
import { atRest } from './files/at-rest.ts';
import { stampOf } from './files/stamp.ts';
import { describeError } from './secrets/describe-error.ts';
import { createApi } from './operations/answer.ts';
import { answerCommand } from './operations/for-command.ts';
import type { AskedBy, CommandApi } from './operations/for-command.ts';
import { createTerminal } from './operations/terminal.ts';
import type { Terminal } from './operations/terminal.ts';
import { keepApplied } from './operations/tokens.ts';
import { createSnapshots } from './snapshot/publish.ts';
import { createKeeper } from './tokens/keeper.ts';
import { watchFiles } from './watch.ts';
import type { Watched } from './watch.ts';

export type { EnginePorts } from './core/core.ts';

/** One engine, whatever host it runs in. */
export type Engine = {
  /** For screens, over any transport. */
  readonly api: EngineApi;
  /** For a terminal, in the same process. */
  readonly terminal: Terminal;
  /** For one command in a terminal that asks this engine in place of one of its own. */
  forCommand(command: AskedBy): CommandApi;
  /** Begins refreshing tokens and watching files. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Tells of an event of the machine after which deadlines are worth a look. */
  signal(signal: HostSignal): void;
};

export function createEngine(ports: EnginePorts): Engine {
  return engineOf(createCore(ports));
}

/** So often all files are looked at, whether somebody heard of a change or not. Milliseconds. */
const WHOLE_LOOK = 5 * 60_000;

/** So often in a row what was written is looked at again; whoever writes even then is heard of by the watcher. */
const ROUNDS = 3;

/** The two doors to the parts, and what keeps tokens and snapshots fresh while the host runs. */
export function engineOf(core: Core): Engine {
  const { activity, troubles, state, refresher, ports } = core;
  const { clock, log, host } = ports;
  const snapshots = createSnapshots(core);
  /** True when a line may hold an older token than the one there is: a file could not be written, or a binding came back. */
  let unsettled = true;
  let lastUsed: readonly string[] = [];

  /** A defect, or a disk that can't keep a token, must not end the refreshing. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log('error', `Refreshing failed: ${describeError(error)}`);
    }
  }

  /** What the files in the state folder say; that they can't be read is said. */
  async function stateNow(): ReturnType<typeof state.read> {
    const files = await state.read();
    troubles.tell('state', new Map(files.ok ? [] : [[ports.environment.stateFolder, files.error]]));
    return files;
  }

  /** One at a time; what changes meanwhile is looked at once more. */
  let healing: Promise<void> = Promise.resolve();
  let isKeeping = false;
  let wholeLookAt = clock.now();
  /** Targets that others changed since they were last looked at. */
  let changed = new Set<string>();
  /** What was put back, and the stamps that it got: the watcher's news of that is none. */
  const ours = new Map<string, string>();
  const fights = createFights();
  async function heal(): Promise<void> {
    healing = healAfter(healing);
    return healing;
  }
  async function keep(these: ReadonlySet<string> | undefined): Promise<readonly string[]> {
    const fought = new Set(fights.problems(clock.uptime()).keys());
    const kept = await keepApplied(core, these, fought);
    unsettled ||= !kept.ok || kept.value.skipped.length > 0;
    troubles.tell('keeping', new Map(kept.ok ? [] : [['what was applied', kept.error]]));
    if (kept.ok) troubles.tell('targets', kept.value.notKept);
    for (const file of kept.ok ? kept.value.healed : []) fights.note(file, clock.uptime());
    troubles.tell('fights', fights.problems(clock.uptime()));
    return kept.ok ? kept.value.written : [];
  }
  async function healAfter(before: Promise<void>): Promise<void> {
    await before;
    await guarded(async () => {
      const files = await stateNow();
      const isIdle = !unsettled && changed.size === 0;
      if (isIdle || !files.ok || files.value.settings.paused) return;
      const these = unsettled ? undefined : changed;
      if (unsettled) wholeLookAt = clock.now();
      unsettled = false;
      changed = new Set();
      let written = await keep(these);
      // Who wrote just after us is put right as well, before the file as it is counts as ours.
      for (let round = 0; written.length > 0 && round < ROUNDS; round += 1) {
        const stamps = written.map((file) => [file, stampOf(file)] as const);
        written = await keep(new Set(written));
        if (written.length === 0) for (const [file, stamp] of stamps) ours.set(file, stamp);
      }
    });
  }

  const keeper = createKeeper({
    clock,
    async read() {
      const files = await stateNow();
      if (!files.ok) return null;
      const used = files.value.settings.tokens.map(({ id }) => id);
      // Another host removed their last binding.
      for (const id of lastUsed) if (!used.includes(id)) ports.tokens.delete(id);
      lastUsed = used;
      return files.value;
    },
    async refresh(due) {
      await guarded(async () => {
        const refreshed = await refresher.refresh(due);
        unsettled ||= refreshed.some((outcome) => !outcome.ok || outcome.value.skipped.length > 0);
      });
    },
    async settle() {
      // No watcher hears of everything, least of all of a network drive.
      if (Math.abs(clock.now() - wholeLookAt) > WHOLE_LOOK) unsettled = true;
      await heal();
    },
  });

  function isOurs(file: string): boolean {
    return ours.get(file) === stampOf(file);
  }
  function react(file: string, what: Watched): void {
    if (what === 'target') changed.add(file);
    // Without waiting for a token that is being asked for; screens are told of what came of it, unless the activity has told them already.
    if (what === 'target' && isKeeping) void heal().then(() => (isOurs(file) ? undefined : snapshots.refreshFor(file)));
    else snapshots.refreshFor(file);
    // Settings and AWS files may hold just what a token was waiting for.
    keeper.wake(what === 'aws' ? 'all' : 'none');
  }
  const resting = atRest((file) => {
    const pause = fights.pause(file, clock.uptime());
    if (pause === 0) react(file, 'target');
    else clock.after(pause, () => react(file, 'target'));
  });
  const watcher = watchFiles(core, (file, what) => {
    if (what !== 'target') react(file, what);
    else if (!isOurs(file)) resting.note(file);
  });

  activity.onChange((kind) => {
    snapshots.refresh();
    // What was put back just now is in order.
    unsettled ||= kind !== 'healed';
    keeper.wake('none');
  });

  return {
    api: createApi(core, snapshots),
    terminal: createTerminal(core),
    forCommand: (command) => answerCommand(core, command),
    async start() {
      activity.note('started', host.demo ? 'Started in demo mode' : 'Started');
      snapshots.onChange((snapshot) => watcher.follow(snapshot));
      watcher.follow(await snapshots.current());
      isKeeping = true;
      keeper.start();
    },
    async stop() {
      isKeeping = false;
      core.signIns.stop();
      watcher.close();
      resting.close();
      await keeper.stop(healing);
    },
    signal(signal) {
      log('info', `The machine says: ${signal}`);
      keeper.wake('network');
    },
  };
}
