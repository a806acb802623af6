import { chmodSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const WEB = ['--domain', 'platform', '--repository', 'web'];

function settingsOf(home: CliHome): unknown {
  return JSON.parse(home.read('state/settings.json'));
}

async function signIn(home: CliHome, tool: string) {
  return home.run(['login', '--tool', tool, ...WEB, '--json']);
}

test.skipIf(process.platform === 'win32')(
  'a login or undo whose journal can not be written changes nothing, and ends with 7',
  async () => {
    const home = aCliHome(await anEmulator());
    expect((await signIn(home, 'npm')).code).toBe(0);
    const before = { settings: settingsOf(home), npmrc: home.read('.npmrc') };
    chmodSync(home.path('state/journal.json'), 0o400);

    const refused = await signIn(home, 'pip');
    expect(refused.code).toBe(7);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'fileNotWritable' } });
    expect(home.has('.config/pip/pip.conf')).toBe(false);
    expect({ settings: settingsOf(home), npmrc: home.read('.npmrc') }).toEqual(before);

    chmodSync(home.path('state/journal.json'), 0o600);
    expect((await signIn(home, 'pip')).code).toBe(0);
  },
);

test.skipIf(process.platform === 'win32')(
  'where the journal can not follow what was written, the files are named and the exit code is another',
  async () => {
    const home = aCliHome(await anEmulator());
    const { id } = JSON.parse((await signIn(home, 'npm')).out) as { id: string };
    chmodSync(home.path('state/journal.json'), 0o400);
    for (const args of [
      ['undo', '--json'],
      ['remove', id, '--json'],
    ]) {
      const run = await home.run(args);
      const { written = [] } = JSON.parse(run.out) as { written?: string[] };
      expect([args, run.code === 7, written.length > 0]).toEqual([args, written.length === 0, written.length > 0]);
    }
    expect(home.has('.npmrc')).toBe(false);
    chmodSync(home.path('state/journal.json'), 0o600);
    expect((await home.run(['apply'])).code).toBe(0);
    expect(home.has('.npmrc')).toBe(false);
  },
);

test.skipIf(process.platform === 'win32')(
  'where room ends between two files, the first is named and the exit code is not that of "nothing written"',
  async () => {
    const home = aCliHome(await anEmulator());
    home.write('.npmrc', '; a long line of my own\n'.repeat(4000));
    for (const tool of ['npm', 'pip']) {
      const added = await home.run(['add', '--tool', tool, ...WEB]);
      await home.run(['enable', added.out.trim()]);
    }
    const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
    const apply = 'ulimit -f 40; exec "$0" "$1" apply --json';
    // What Node compiled is larger, and written as it ends.
    const env = { ...home.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    const child = spawn('bash', ['-c', apply, process.execPath, cli], { cwd: home.folder, env });
    const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(JSON.parse(out)).toMatchObject({
      written: [home.path('.config/pip/pip.conf')],
      skipped: [{ path: home.path('.npmrc'), problem: { code: 'fileNotWritable' } }],
    });
    expect(child.exitCode).toBe(1);
  },
);
