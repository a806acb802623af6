import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { startCli } from '../../support/start-cli.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const cli = path.join(root, 'out/node/cli.js');
const SCRIPT = '/usr/bin/script';
const pageIsBuilt = existsSync(path.resolve(cli, '../../renderer/index.html'));
/** What goes on until it is stopped. */
const GOES_ON = /^codeartifact-tray (?:run|serve|demo)\b/;

/** The command lines of README as they stand there: those that end by themselves, or those that are `wanted`. */
function readmeLines(wanted?: RegExp): readonly string[] {
  const blocks = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/```[a-z]*\n([^]*?)```/g)];
  const lines = blocks.flatMap(([, block = '']) => block.split('\n'));
  return lines
    .filter((line) => line.startsWith('codeartifact-tray ') && (wanted?.test(line) ?? !GOES_ON.test(line)))
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replaceAll('my-domain', 'platform')
        .replaceAll('my-repo', 'web')
        .replace('npm ci', 'true'),
    );
}

async function inShell(home: CliHome, line: string, terminal: boolean) {
  home.write('bin/codeartifact-tray', `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, 0o755);
  const env = { ...home.env, PATH: `${home.path('bin')}:${home.env['PATH'] ?? ''}`, TERM: 'xterm' };
  const [program, args] = terminal
    ? [SCRIPT, ['--quiet', '--return', '--command', line, '/dev/null']]
    : ['sh', ['-c', line]];
  const child = spawn(program, args, { cwd: home.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { line, code: child.exitCode, said: out + err };
}

for (const terminal of [false, true]) {
  test.skipIf(process.platform !== 'linux' || (terminal && !existsSync(SCRIPT)))(
    `every command of README does as it says, ${terminal ? 'on a terminal' : 'without one'}`,
    async () => {
      const home = aCliHome(await anEmulator());
      writeFileSync(home.path('build.log'), 'npm error code E401\nnpm error Unable to authenticate\n');
      home.write('login-command.txt', 'aws codeartifact login --tool pip --domain platform --repository web\n');
      const lines = readmeLines();
      expect(lines.length).toBeGreaterThan(8);
      for (const line of lines) {
        const run = await inShell(home, line, terminal);
        expect({ ...run, said: run.said.slice(0, 500) }).toMatchObject({ line, code: 0 });
        expect(run.said).not.toMatch(/undefined|\[object|Error:/);
      }
    },
  );
}

/** Commands within sentences, as they stand there: in README, and in all of docs. */
function namedCommands(): readonly string[] {
  const documents = ['README.md', ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)];
  const found = documents
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [...readFileSync(path.join(root, name), 'utf8').matchAll(/`(codeartifact-tray [^`\n]+)`/g)])
    .map(([, command = '']) => command);
  return [...new Set(found)].sort();
}

/** Says nothing without options of its own, or waits for a person, so that it is only spoken of. */
const ONLY_NAMED = /^codeartifact-tray (?:(?:login|token|exec)$|sign-in\b)/;

test.skipIf(process.platform === 'win32')('every command that a document names does as it says', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
  const commands = namedCommands();
  expect(commands.length).toBeGreaterThan(6);
  for (const command of commands) {
    const line =
      ONLY_NAMED.test(command) || GOES_ON.test(command) ? `${command} --help` : command.replace('PROGRAM', 'true');
    const run = await inShell(home, line, false);
    expect({ ...run, said: run.said.slice(0, 500) }).toMatchObject({ line, code: 0 });
    expect(run.said).not.toMatch(/undefined|\[object|Error:/);
  }
});

test.skipIf(process.platform === 'win32')('what README says goes on does so until it is stopped', async () => {
  const home = aCliHome(await anEmulator());
  const lines = readmeLines(GOES_ON).filter((line) => !line.startsWith('codeartifact-tray serve') || pageIsBuilt);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const { child, exited, output } = startCli(home, [
      ...line.split(' ').slice(1),
      ...(line.includes(' serve') ? ['--port', '0'] : []),
    ]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await vi.waitFor(() => expect(said + output.text, line).toMatch(/\n/), { timeout: 30_000 });
    child.kill('SIGTERM');
    expect({ line, exit: await exited }).toEqual({ line, exit: [0, null] });
  }
});
