import { Command, CommanderError } from '@commander-js/extra-typings';
import { version } from '../node/version.ts';
import type { Client } from '../../engine/clients/client.ts';
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
import type { Commands } from './report.ts';

const USAGE_ERROR = 2;

/** Does what the words of a command line say; the process's exit code says how it went. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  try {
    const program = await createProgram(words);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
    if (error.exitCode !== 0 && wantsJson(words)) processIo.data(usageDocument(error));
  }
}

/** Commands with the options of every client. */
const OF_CLIENTS = ['login', 'add'];

type Family = {
  readonly names: readonly string[];
  /** Adds the commands of these names. */
  readonly register: (program: Command, commands: Commands, clients: readonly Client[]) => void;
};

/** A command line waits for what it names. */
export const families: readonly Family[] = [
  { names: [...OF_CLIENTS, 'enable', 'disable', 'remove'], register: bindingCommands },
  { names: ['plan', 'apply', 'undo'], register: planCommands },
  { names: ['status', 'list', 'refresh'], register: statusCommands },
  { names: ['snippet'], register: snippetCommand },
  { names: ['token'], register: tokenCommand },
  { names: ['doctor', 'explain-error'], register: doctorCommands },
  { names: ['scan', 'adopt', 'clear'], register: scanCommands },
  { names: ['exec', 'env'], register: environmentCommands },
  { names: ['profiles', 'domains', 'repositories'], register: awsCommands },
  { names: ['policy'], register: policyCommand },
  { names: ['sign-in', 'sign-out'], register: signInCommands },
  { names: ['test-connection'], register: testConnectionCommand },
  { names: ['run', 'serve', 'demo'], register: agentCommands },
];

async function createProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('codeartifact-tray')
    .description('Keeps every package manager on this machine signed in to AWS CodeArtifact')
    .version(version)
    .showHelpAfterError('(see --help)')
    .configureOutput({ outputError: (text) => processIo.err(text.trimEnd()) })
    .exitOverride();
  const commands = createCommands(processIo);
  // Whichever of them is the command: the others cost little. The help has all commands, and none of their options.
  const named = families.filter(({ names }) => names.some((name) => words.includes(name)));
  const clients = OF_CLIENTS.some((name) => words.includes(name)) ? await allClients() : [];
  for (const { register } of named.length === 0 ? families : named) register(program, commands, clients);
  for (const command of program.commands) command.exitOverride();
  return program;
}

async function allClients(): Promise<readonly Client[]> {
  const { clients } = await import('../../engine/clients/index.ts');
  return clients;
}
