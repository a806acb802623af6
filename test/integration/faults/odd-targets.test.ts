import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { ran } from '../../support/faults/scenarios.ts';

/** What can stand where a client's file belongs, and is none. */
const oddities: Readonly<Record<string, (place: string) => void | Promise<void>>> = {
  'a folder': (place) => void mkdirSync(path.join(place, 'inside'), { recursive: true }),
  'a named pipe': (place) => void execFileSync('mkfifo', [place]),
  'a socket': async (place) => {
    const server = createServer().listen(place);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
  },
  'a link to a device': (place) => symlinkSync('/dev/null', place),
  'a link to nothing': (place) => symlinkSync('nowhere/npmrc', place),
  'a link to itself': (place) => symlinkSync(path.basename(place), place),
};

const LOGIN = ['login', '--domain', 'platform', '--repository', 'web', '--json', '--tool'];

function kindAt(place: string): string {
  const { mode, nlink, ino } = lstatSync(place);
  return [mode, nlink, ino].join(' ');
}

type Answer = { readonly error?: { readonly code: string; readonly message: string; readonly advice: string | null } };

function problemIn(out: string): Answer['error'] {
  return (JSON.parse(out) as Answer).error;
}

describe.skipIf(process.platform === 'win32').each(Object.entries(oddities))(
  'where a file should be, %s',
  (_, make) => {
    test('is named and left alone by a login, and other clients sign in', async () => {
      const home = aCliHome(await anEmulator());
      await make(home.path('.npmrc'));
      const before = kindAt(home.path('.npmrc'));
      const run = await home.run([...LOGIN, 'npm']);
      expect([run.code, problemIn(run.out)]).toMatchObject([7, { code: 'fileInvalid', advice: expect.any(String) }]);
      expect(problemIn(run.out)?.message).toContain(home.path('.npmrc'));
      expect(kindAt(home.path('.npmrc'))).toBe(before);
      expect(readdirSync(home.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(await home.run([...LOGIN, 'pip'])).toMatchObject({ code: 0 });
    });

    test('that came in the place of a file of ours is named, others are refreshed, and all is well once it is gone', async () => {
      const home = aCliHome(await anEmulator());
      for (const tool of ['npm', 'pip']) await ran(home, ...LOGIN, tool);
      const [npmrc, pip] = [home.read('.npmrc'), home.read('.config/pip/pip.conf')];
      rmSync(home.path('.npmrc'));
      await make(home.path('.npmrc'));
      const before = kindAt(home.path('.npmrc'));

      await home.run(['refresh']);
      expect(home.read('.config/pip/pip.conf')).not.toBe(pip);
      expect(kindAt(home.path('.npmrc'))).toBe(before);
      const { bindings } = await home.json<{ bindings: Bound[] }>(['status', '--json']);
      expect(bindings.find(({ client }) => client === 'npm')).toMatchObject({
        state: expect.not.stringMatching('inSync'),
      });
      for (const { id } of bindings) await ran(home, 'disable', id);
      const off = await home.run(['apply']);
      expect([off.code, off.err]).toEqual([1, expect.stringContaining(home.path('.npmrc'))]);
      expect(home.has('.config')).toBe(false);

      rmSync(home.path('.npmrc'), { recursive: true });
      writeFileSync(home.path('.npmrc'), npmrc, { mode: 0o600 });
      await ran(home, 'apply');
      expect(existsSync(home.path('.npmrc'))).toBe(false);
    });
  },
);

type Bound = { readonly id: string; readonly client: string };

test.skipIf(process.platform === 'win32')(
  'a folder that became a file, or went with all in it, is named or made again',
  async () => {
    const home = aCliHome(await anEmulator());
    await ran(home, ...LOGIN, 'pip');
    rmSync(home.path('.config'), { recursive: true });
    home.write('.config', 'a file\n');
    await home.run(['refresh']);
    expect(home.read('.config')).toBe('a file\n');
    const refused = await home.run([...LOGIN, 'pip']);
    expect([refused.code, problemIn(refused.out)]).toMatchObject([7, { code: 'fileInvalid' }]);
    rmSync(home.path('.config'));
    await ran(home, 'apply');
    expect(home.read('.config/pip/pip.conf')).toContain('index-url = ');
    expect(home.mode('.config/pip/pip.conf')).toBe(0o600);
    await switchedOff(home);
    expect(home.has('.config')).toBe(false);
  },
);

async function switchedOff(home: CliHome): Promise<void> {
  const { bindings } = await home.json<{ bindings: Bound[] }>(['list', '--json']);
  for (const { id } of bindings) await ran(home, 'disable', id);
  await ran(home, 'apply');
}
