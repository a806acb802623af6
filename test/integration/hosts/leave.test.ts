import { execFile, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';

/** A name server that hears and never answers. */
const DEAF = '127.0.0.9';
const leave = path.resolve(import.meta.dirname, '../../../shared/hosts/cli/leave.ts');

/** Linux alone lets one program see another /etc/resolv.conf, and only root. */
const mayUnshare =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0;

test.skipIf(!mayUnshare)('a command does not wait for a look-up that hangs, and what it printed is whole', async () => {
  const server = createSocket('udp4').bind(53, DEAF);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const home = aCliHome(null);
  home.write('resolv.conf', `nameserver ${DEAF}\n`);
  home.write(
    'command.mjs',
    `import { lookup } from 'node:dns';
import { leave } from '${leave}';
lookup('codeartifact.eu-west-1.amazonaws.com', () => {});
process.on('exit', (code) => console.error('ends with', code));
process.stdout.write('x'.repeat(1_000_000));
process.exitCode = 6;
await leave();
`,
  );
  const run = promisify(execFile)(
    'unshare',
    ['--mount', 'sh', '-c', 'mount --bind resolv.conf /etc/resolv.conf && exec "$0" command.mjs', process.execPath],
    // Longer than a test may take.
    { cwd: home.folder, env: { ...home.env, RES_OPTIONS: 'timeout:30 attempts:5' }, maxBuffer: 2_000_000 },
  );
  await expect(run).rejects.toMatchObject({ code: 6, stdout: 'x'.repeat(1_000_000), stderr: 'ends with 6\n' });
});

test('a command does not wait for a connection and a timer that a library left, and what it printed is whole', async () => {
  const home = aCliHome(null);
  home.write(
    'command.mjs',
    `import { connect, createServer } from 'node:net';
import { leave } from '${leave}';
const server = createServer().listen(0, '127.0.0.1', () => connect(server.address().port, '127.0.0.1'));
setInterval(() => {}, 2 ** 30);
process.stdout.write('x'.repeat(1_000_000));
process.exitCode = 6;
await leave();
`,
  );
  const run = promisify(execFile)(process.execPath, ['command.mjs'], { cwd: home.folder, maxBuffer: 2_000_000 });
  await expect(run).rejects.toMatchObject({ code: 6, stdout: 'x'.repeat(1_000_000) });
});
