import { constants } from 'node:os';
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { Io } from '../io.ts';
import { nodeEnvironment, workingFolder } from '../../node/environment.ts';
import { exportLine, isShellName, shells } from '../../node/shell-syntax.ts';
import type { Commands } from '../report.ts';

export function environmentCommands(program: Command, { perform }: Commands): void {
  program
    .command('exec')
    .description('Run a command with the variables that its package manager reads')
    .usage('-- <command> [arguments...]')
    .argument('<command...>')
    .allowUnknownOption()
    .action(async (words) =>
      perform(async ({ terminal, io }) => {
        const child = await (await terminal()).variablesFor(workingFolder() ?? nodeEnvironment().home);
        if (!child.ok) return child;
        for (const note of child.value.notes) io.err(`codeartifact-tray: ${note}`);
        return ok(await runCommand(io, words, child.value.variables));
      }),
    );

  program
    .command('env')
    .description('Print the variables as lines for a shell: eval "$(codeartifact-tray env --shell bash)"')
    .addOption(new Option('--shell <shell>', 'syntax of the lines').choices(shells).makeOptionMandatory())
    .action(async ({ shell }) =>
      perform(async ({ terminal, io }) => {
        const child = await (await terminal()).variablesFor(workingFolder() ?? nodeEnvironment().home);
        if (!child.ok) return child;
        for (const note of [...child.value.notes, ...child.value.unprinted]) io.err(`codeartifact-tray: ${note}`);
        for (const [name, value] of Object.entries(child.value.printable)) {
          const line = isShellName(name) ? exportLine(shell, name, value) : null;
          if (line !== null) io.data(line);
          else if (isShellName(name))
            io.err(`${name}: ${shell} can't set this value; use "codeartifact-tray exec" instead`);
          else io.err(`${name}: no shell can set this name; use "codeartifact-tray exec" instead`);
        }
        return ok(0);
      }),
    );
}

async function runCommand(
  io: Io,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const { spawn } = await import('node:child_process');
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
