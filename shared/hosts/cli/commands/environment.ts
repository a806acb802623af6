import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Io } from '../io.ts';
import { reportProblem } from '../io.ts';
import type { Run } from '../run.ts';
import { exportLine, isShellName, shells } from '../../node/shell-syntax.ts';
import type { Shell } from '../../node/shell-syntax.ts';

export function environmentCommands(program: Command, run: Run): void {
  program
    .command('exec')
    .description('Run a command with the variables that its package manager reads')
    .usage('-- <command> [arguments...]')
    .argument('<command...>')
    .allowUnknownOption()
    .action(async (words: readonly string[]) =>
      run.engine(async (engine, io) => {
        const variables = await engine.terminal.variablesFor(process.cwd());
        if (!variables.ok) return reportProblem(io, variables.error, false);
        return runCommand(io, words, variables.value);
      })({}),
    );

  program
    .command('env')
    .description('Print the variables as lines for a shell: eval "$(codeartifact-tray env --shell bash)"')
    .addOption(new Option('--shell <shell>', 'syntax of the lines').choices(shells).makeOptionMandatory())
    .action(
      run.engine(async (engine, io, { shell }: { readonly shell: Shell }) => {
        const variables = await engine.terminal.variablesFor(process.cwd());
        if (!variables.ok) return reportProblem(io, variables.error, false);
        for (const [name, value] of Object.entries(variables.value)) {
          if (isShellName(name)) io.out(exportLine(shell, name, value));
          else io.err(`${name}: no shell can set this name; use "codeartifact-tray exec" instead`);
        }
        return 0;
      }),
    );
}

async function runCommand(
  io: Io,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const [command = '', ...rest] = words;
  return new Promise((resolve) => {
    const child = spawn(command, rest, { stdio: 'inherit', env: { ...process.env, ...variables } });
    // The terminal sends Ctrl+C to both; waiting for the child lets it have the last word.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGTERM', terminate);
    child.on('error', (error) => {
      io.err(`codeartifact-tray: ${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', terminate);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
