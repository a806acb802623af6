import type { CommanderError } from '@commander-js/extra-typings';
import type { Problem, Result } from '../../contract/problem.ts';
import { failed, problemOf } from '../../contract/problem.ts';
import type { EngineApi } from '../../contract/engine-api.ts';
import type { BindingList } from '../../contract/parts.ts';
import type { Terminal } from '../../engine/operations/terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Io } from './io.ts';
import { problemLines } from './words.ts';

/** What a command found out, as a document for scripts and in words for a person. */
export type Report = {
  readonly json: unknown;
  readonly text: string;
  /** Lines that stand beside the result, on stderr. */
  readonly notes?: readonly string[];
  /** What could not be brought about; the last one gives the exit code. */
  readonly problems?: readonly Problem[];
  /** True when files were written all the same: the exit code for refusals says that nothing was. */
  readonly wrote?: boolean;
};

/** What a command works with. */
export type Session = {
  readonly request: EngineApi['request'];
  readonly terminal: () => Promise<Terminal>;
  readonly io: Io;
  /** These bindings and what belongs to them, all when none is named. */
  readonly bindings: (bindingIds?: readonly string[]) => Promise<Result<BindingList>>;
};

type JsonOption = { readonly json?: true | undefined };

/** Runs the work of commands, prints what comes of it, and sets the exit code. No command does any of this itself. */
export type Commands = {
  /** A command that reports: with `--json` one document on stdout and nothing else there. */
  report(options: JsonOption, work: (session: Session) => Promise<Result<Report>>): Promise<void>;
  /** A command that does something else, and says with which exit code it ended. */
  perform(work: (session: Session) => Promise<Result<number>>): Promise<void>;
  /** A command that goes on until it is stopped, with an engine of its own. */
  keep(work: (io: Io) => Promise<Result<number>>): Promise<void>;
};

export function createCommands(io: Io): Commands {
  /** The exit code of the work, whatever becomes of it. */
  async function ended<Value>(json: boolean, work: () => Promise<Result<Value>>, done: (value: Value) => number) {
    let result: Result<Value>;
    try {
      result = await work();
    } catch (error) {
      const { uncaughtProblem } = await import('./uncaught.ts');
      result = failed(uncaughtProblem(error));
    }
    if (!result.ok && json) printJson(io, { error: result.error });
    process.exitCode = result.ok ? done(result.value) : printProblems(io, [result.error]);
  }
  return {
    report: async (options, work) =>
      ended(
        options.json === true,
        async () => inSession(io, work),
        ({ json, text, notes = [], problems = [], wrote = false }) => {
          if (options.json === true) printJson(io, json);
          else if (text !== '') io.out(text);
          for (const note of notes) io.err(note);
          return exitCodeAfter(printProblems(io, problems), wrote);
        },
      ),
    perform: async (work) =>
      ended(
        false,
        async () => inSession(io, work),
        (exitCode) => exitCode,
      ),
    keep: async (work) =>
      ended(
        false,
        async () => work(io),
        (exitCode) => exitCode,
      ),
  };
}

async function inSession<Value>(io: Io, work: (session: Session) => Promise<Value>): Promise<Value> {
  // What many a command line ends without: its help, and one that can't be understood.
  const { openAsked } = await import('./asked-engine.ts');
  const { request, terminal, close } = openAsked(io);
  try {
    return await work({
      request,
      terminal,
      io,
      bindings: async (bindingIds) => request('binding.list', bindingIds === undefined ? {} : { bindingIds }),
    });
  } finally {
    close();
  }
}

function printJson(io: Io, value: unknown): void {
  io.data(JSON.stringify(value, null, 2));
}

/** Refused means that nothing was written: where something was, it is called unexpected. */
function exitCodeAfter(code: number, wrote: boolean): number {
  return wrote && code === exitCodeOf('fileInvalid') ? exitCodeOf('unexpected') : code;
}

/** Prints the sentence, the action and its command of each; returns the exit code that the last one asks for. */
function printProblems(io: Io, problems: readonly Problem[]): number {
  for (const line of problems.flatMap((problem) => problemLines('codeartifact-tray', problem))) io.err(line);
  const last = problems.at(-1);
  return last === undefined ? 0 : exitCodeOf(last.code);
}

/** True when a command line asks for a document, whatever is wrong with it otherwise. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const [format] = own.flatMap((word, index) => (word === '--format' ? [own[index + 1]] : []));
  return own.includes('--json') || own.includes('--format=json') || format === 'json';
}

/** The document of a command line that can't be understood. */
export function usageDocument({ code, message }: CommanderError): string {
  const sentence = code.startsWith('commander.help') ? 'No command is named.' : message.replace(/^error: /, '');
  return JSON.stringify({ error: problemOf('invalidInput', sentence, { advice: 'See --help.' }) }, null, 2);
}
