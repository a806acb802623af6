import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished, expect, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const built = path.resolve(import.meta.dirname, '../../../out/node');

/** `serve` of the built CLI, laid out as it ships but with a page of one line, so that the real one need not be built. */
function startServe(home: CliHome, ...args: readonly string[]) {
  const folder = home.path('app');
  cpSync(built, path.join(folder, 'node'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(folder, 'renderer/index.html'), '<!doctype html>');
  const child = spawn(process.execPath, [path.join(folder, 'node/cli.js'), 'serve', ...args], {
    cwd: home.folder,
    env: { ...home.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, said, code };
}

async function aServe(home: CliHome) {
  const { child, said, code } = startServe(home);
  await vi.waitFor(() => expect(said.out).toMatch(/\n/), { timeout: 20_000 });
  return { address: said.out.trim(), said, stop: async () => (child.kill('SIGTERM'), code) };
}

test('serve prints its address on stdout alone, and another one on stderr when it is asked for, not by itself', async () => {
  const home = aCliHome(await anEmulator());
  const { address, said, stop } = await aServe(home);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{43}$/);
  expect(said.err).not.toContain('key=');

  const { status, headers } = await fetch(address, { redirect: 'manual' });
  expect(status).toBe(303);

  const [, ask = ''] = /For another one: (kill -USR2 \d+)\n/.exec(said.err) ?? [];
  expect(said.err).not.toContain('key=');
  for (const times of [1, 2, 3]) {
    execFileSync('sh', ['-c', ask]);
    await vi.waitFor(() => expect(said.err.match(/To open it in another browser: http:\S+\n/g)).toHaveLength(times));
  }
  expect(said.out.trim()).toBe(address);
  expect(await stop()).toBe(0);

  // Neither a key nor a session is in any file of the home, the log included.
  const keys = [...said.err.matchAll(/key=([\w-]+)/g), ...address.matchAll(/key=([\w-]+)/g)].map((match) => match[1]!);
  const session = headers.getSetCookie()[0]!.split(';')[0]!.split('=')[1]!;
  expect(keys).toHaveLength(4);
  expect(existsSync(home.path('state/log.txt'))).toBe(true);
  const files = home.files().filter((file) => !file.startsWith('app/'));
  for (const file of files) {
    const text = readFileSync(home.path(file), 'utf8');
    for (const secret of [...keys, session]) expect(text.includes(secret), file).toBe(false);
  }
});

test('serve on a port that is in use ends with 7 and names the option that chooses another', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { said, code } = startServe(aCliHome(await anEmulator()), '--port', String(port));
  expect(await code).toBe(7);
  expect(said).toEqual({
    out: '',
    err: `codeartifact-tray: Port ${port} is in use.\n  Choose another one with --port.\n`,
  });
});
