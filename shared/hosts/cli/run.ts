import { Command, CommanderError } from '@commander-js/extra-typings';
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

const USAGE_ERROR = 2;

/** Does what the words of a command line say; the process's exit code says how it went. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
    if (error.exitCode !== 0 && wantsJson(words)) processIo.data(usageDocument(error));
  }
}

function createProgram(): Command {
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
  return program;
}
