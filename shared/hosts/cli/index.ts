import '../node/assure-home.ts';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { errnoOf } from '../../engine/files/file-problem.ts';
import { version } from '../node/version.ts';
import { agentCommands } from './commands/agent.ts';
import { awsCommands } from './commands/aws.ts';
import { bindingCommands } from './commands/bindings.ts';
import { doctorCommands } from './commands/doctor.ts';
import { environmentCommands } from './commands/environment.ts';
import { planCommands } from './commands/plan.ts';
import { policyCommand } from './commands/policy.ts';
import { signInCommands } from './commands/sign-in.ts';
import { snippetCommand } from './commands/snippet.ts';
import { scanCommands } from './commands/scan.ts';
import { statusCommands } from './commands/status.ts';
import { testConnectionCommand } from './commands/test-connection.ts';
import { tokenCommand } from './commands/token.ts';
import { processIo } from './io.ts';
import { createCommands, usageDocument, wantsJson } from './report.ts';

const UNEXPECTED = 1;
const USAGE_ERROR = 2;

const program = new Command('codeartifact-tray')
  .description('Keeps every package manager on this machine signed in to AWS CodeArtifact')
  .version(version)
  .showHelpAfterError('(see --help)')
  .configureOutput({ outputError: (text) => processIo.err(text.trimEnd()) })
  .exitOverride();

const commands = createCommands(processIo);
bindingCommands(program, commands);
planCommands(program, commands);
statusCommands(program, commands);
snippetCommand(program, commands);
tokenCommand(program, commands);
doctorCommands(program, commands);
scanCommands(program, commands);
environmentCommands(program, commands);
awsCommands(program, commands);
policyCommand(program, commands);
signInCommands(program, commands);
testConnectionCommand(program, commands);
agentCommands(program, commands);
for (const command of program.commands) command.exitOverride();

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

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
  if (error.exitCode !== 0 && wantsJson(process.argv)) processIo.data(usageDocument(error));
}
