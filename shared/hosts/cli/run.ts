import { problemOf } from '../../contract/problem.ts';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../node/open-engine.ts';
import type { Io } from './io.ts';
import { reportProblem } from './io.ts';
import { maskSecrets } from '../../engine/secrets/mask.ts';

type Command<Options> = (engine: Engine, io: Io, options: Options, argument?: string) => Promise<number>;

/** Gives commands their engine and turns what they return into the exit code. */
export type Run = {
  /** For a command with at most one argument before its options. */
  engine<Options>(command: Command<Options>): (...args: unknown[]) => Promise<void>;
  task(task: (io: Io) => Promise<number>): Promise<void>;
};

export function createRun(io: Io): Run {
  async function task(work: (io: Io) => Promise<number>): Promise<void> {
    try {
      process.exitCode = await work(io);
    } catch (error) {
      const message = maskSecrets(error instanceof Error ? error.message : String(error));
      process.exitCode = reportProblem(io, problemOf('unexpected', message), false);
    }
  }
  return {
    task,
    engine(command) {
      return async (...args) => {
        // commander passes the arguments, then the options, then itself.
        const argument = typeof args[0] === 'string' ? args[0] : undefined;
        const options = args[argument === undefined ? 0 : 1];
        await task(async () => command(openEngine({ kind: 'cli' }), io, options as never, argument));
      };
    },
  };
}
