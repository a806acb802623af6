import { errnoOf } from '../../engine/files/file-problem.ts';
import { processIo } from './io.ts';
import { leave } from './leave.ts';
import { runCommandLine } from './run.ts';

const UNEXPECTED = 1;

// A reader that closes early (head, less) is not an error; a disk that is full is one, and who asked has no answer.
process.stdout.on('error', (error) => {
  if (errnoOf(error) === 'EPIPE') process.exit(0);
  processIo.err(`codeartifact-tray: its output could not be written (${errnoOf(error) ?? error.message}).`);
  process.exit(UNEXPECTED);
});
// Nothing is left to say it with.
process.stderr.on('error', () => undefined);
// Where the size of files is limited (ulimit -f), a write then fails as others do, with a name and advice.
process.on('SIGXFSZ', () => undefined);

/** Does what the words of a command line say, and ends the process. */
export async function main(words: readonly string[]): Promise<void> {
  await runCommandLine(words);
  await leave();
}
