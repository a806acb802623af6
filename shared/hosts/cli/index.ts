import { Command, CommanderError } from 'commander';
import { version } from '../node/version.ts';
import { agentCommands } from './commands/agent.ts';
import { awsCommands } from './commands/aws.ts';
import { bindingCommands } from './commands/bindings.ts';
import { doctorCommands } from './commands/doctor.ts';
import { environmentCommands } from './commands/environment.ts';
import { planCommands } from './commands/plan.ts';
import { statusCommands } from './commands/status.ts';
import { tokenCommand } from './commands/token.ts';
import { processIo } from './io.ts';
import { createRun } from './run.ts';

const USAGE_ERROR = 2;

const program = new Command('codeartifact-tray')
  .description('Keeps every package manager on this machine signed in to AWS CodeArtifact')
  .version(version)
  .showHelpAfterError('(see --help)')
  .exitOverride();

const run = createRun(processIo);
bindingCommands(program, run);
planCommands(program, run);
statusCommands(program, run);
tokenCommand(program, run);
doctorCommands(program, run);
environmentCommands(program, run);
awsCommands(program, run);
agentCommands(program, run);
for (const command of program.commands) command.exitOverride();

// A reader that closes early (head, less) is not an error.
process.stdout.on('error', () => process.exit(0));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
}
