import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const cli = path.join(root, 'out/node/cli.js');
const SCRIPT = '/usr/bin/script';

/** The command lines of README as they stand there; those that go on until they are stopped are of other tests. */
function readmeLines(): readonly string[] {
  const blocks = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/```[a-z]*\n([^]*?)```/g)];
  const lines = blocks.flatMap(([, block = '']) => block.split('\n'));
  return lines
    .filter((line) => line.startsWith('codeartifact-tray ') && !/^codeartifact-tray (?:run|serve|demo)\b/.test(line))
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
