import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const WEB = ['--domain', 'platform', '--repository', 'web'];

/** A token as CodeArtifact makes them, that ends so many seconds from now. */
function aToken(endsIn: number): string {
  const now = Math.floor(Date.now() / 1000);
  const header = {
    ver: 1,
    isu: now + endsIn - 900,
    enc: 'A128GCM',
    tag: 'x',
    exp: now + endsIn,
    alg: 'A128GCMKW',
    iv: 'x',
  };
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.aaaa.bbbb.cccc.dddd`;
}

const ENDED = -24 * 3600;
const LIVING = 600;

type Old = { readonly tool: string; readonly file: string; readonly text: (host: string, token: string) => string };

/** Files that an old `aws codeartifact login` left, readable by everybody. */
const olds: readonly Old[] = [
  {
    tool: 'npm',
    file: '.npmrc',
    text: (host, token) =>
      `registry=http://${host}/npm/d/platform-111122223333/web/\n//${host}/npm/d/platform-111122223333/web/:_authToken=${token}\nfund=false\n`,
  },
  {
    tool: 'pip',
    file: '.config/pip/pip.conf',
    text: (host, token) =>
      `[global]\nindex-url = http://aws:${token}@${host}/pypi/d/platform-111122223333/web/simple/\ntimeout = 5\n`,
  },
  {
    tool: 'netrc',
    file: '.netrc',
    text: (host, token) => `machine ${host.replace(/[:/].*$/, '')} login aws password ${token}\n`,
  },
];

async function signedIn({ tool, file, text }: Old, mode = 0o644, endsIn = LIVING) {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const shown = await home.json<{ changes: { diff: string }[] }>([
    'login',
    '--tool',
    'npm',
    ...WEB,
    '--dry-run',
    '--json',
  ]);
  const host = /registry=http:\/\/(\S+)\/npm\/d\//.exec(shown.changes[0]!.diff)![1]!;
  const before = text(host, aToken(endsIn));
  home.write(file, before, mode);
  const { id } = await home.json<{ id: string }>(['login', '--tool', tool, ...WEB, '--json']);
  expect(home.mode(file)).toBe(0o600);
  return { home, before, file, id, token: emulator.issuedTokens.at(-1)! };
}

const waysBack: Readonly<Record<string, (home: CliHome, id: string) => Promise<string>>> = {
  undo: async (home) => (await home.run(['undo'])).err,
  remove: async (home, id) => (await home.run(['remove', id])).err,
  async 'disable and apply'(home, id) {
    await home.run(['disable', id]);
    return (await home.run(['apply'])).err;
  },
};

describe.each(olds)('the file of $tool that others could read, with a token of an old login in it,', (old) => {
  test.each(Object.keys(waysBack))(
    'is not opened to them with a token that lives, by %s, and that is said',
    async (way) => {
      const { home, file, id, token } = await signedIn(old);
      const said = await waysBack[way]!(home, id);
      expect(home.read(file)).toContain(token);
      expect(home.mode(file)).toBe(0o600);
      expect(said).toContain('stays readable by you alone (it was 0644)');
      expect(said).toContain(`chmod 0644 ${home.path(file)}`);
      expect(said).not.toContain(token);
    },
  );
});

test.each(Object.keys(waysBack))(
  'a living token of another tool beside ours keeps the file its owner’s, by %s',
  async (way) => {
    const home = aCliHome(await anEmulator());
    home.write('.npmrc', 'email=x\n', 0o644);
    const { id } = await home.json<{ id: string }>(['login', '--tool', 'npm', ...WEB, '--json']);
    const theirs = `//x.example/:_authToken=${aToken(LIVING)}\n`;
    home.write('.npmrc', home.read('.npmrc') + theirs, 0o600);
    const said = await waysBack[way]!(home, id);
    expect(home.read('.npmrc')).toBe(`email=x\n${theirs}`);
    expect(home.mode('.npmrc')).toBe(0o600);
    expect(said).toContain('stays readable by you alone (it was 0644)');
  },
);

test.each(olds)('an old token of $tool that had ended comes back to the byte, and the mode with it', async (old) => {
  for (const way of Object.values(waysBack)) {
    const { home, file, id, before, token } = await signedIn(old, 0o644, ENDED);
    expect(await way(home, id)).not.toContain('stays');
    expect(home.read(file)).toBe(before);
    expect(home.read(file)).not.toContain(token);
    expect(home.mode(file)).toBe(0o644);
  }
});

test('the plan and the documents of apply, undo and remove have the reason as a warning', async () => {
  const { home, id } = await signedIn(olds[0]!);
  await home.run(['disable', id]);
  const plan = await home.json<{ warnings: { code: string; path: string }[] }>(['plan', '--json']);
  expect(plan.warnings).toMatchObject([{ code: 'notRestorable', path: home.path('.npmrc') }]);
  const applied = await home.json<{ warnings: { path: string; problem: { code: string } }[] }>(['apply', '--json']);
  expect(applied.warnings).toMatchObject([{ path: home.path('.npmrc'), problem: { code: 'notRestorable' } }]);
});

test.each(Object.entries(waysBack))(
  'a token that claimed to live does not come back, and %s says which one stands there',
  async (_, back) => {
    const { home, id, before, token } = await signedIn(olds[0]!, 0o600);
    const said = await back(home, id);
    expect(said).toMatch(/_authToken in \S+\.npmrc held a CodeArtifact token that claimed to live.*the newest one/);
    expect(home.mode('.npmrc')).toBe(0o600);
    expect(home.read('.npmrc')).toContain(token);
    const [old = ''] = /eyJ\S+/.exec(before) ?? [];
    expect(home.read('.npmrc')).not.toContain(old);
    expect(said).not.toMatch(/eyJ/);
  },
);

test('what needs no word gets none: a file without an earlier token, and one whose token has ended, which gets its mode back', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.npmrc', 'fund=false\n', 0o600);
  await home.run(['login', '--tool', 'npm', ...WEB]);
  expect(await home.run(['undo'])).toMatchObject({ code: 0, err: '' });
  const ended = await signedIn(olds[0]!);
  const text = ended.home.read('.npmrc').replaceAll(ended.token, aToken(ENDED));
  ended.home.write('.npmrc', text);
  expect(await ended.home.run(['undo'])).toMatchObject({ code: 0, err: '' });
  expect(ended.home.mode('.npmrc')).toBe(0o644);
});

test('a file with our token that another program opened to others is closed again, at the latest by the next refresh', async () => {
  for (const args of [['refresh'], ['apply']]) {
    const { home } = await signedIn(olds[1]!);
    chmodSync(home.path('.config/pip/pip.conf'), 0o644);
    expect((await home.run(args)).code).toBe(0);
    expect(home.mode('.config/pip/pip.conf')).toBe(0o600);
  }
  const { home } = await signedIn(olds[1]!);
  chmodSync(home.path('.config/pip/pip.conf'), 0o664);
  expect((await home.run(['undo'])).code).toBe(0);
  expect(home.mode('.config/pip/pip.conf')).toBe(0o600);
});

test.skipIf(process.platform === 'win32')(
  'a hard link that was made since keeps the file as it is, and the answer says so',
  async () => {
    const { home, id } = await signedIn(olds[0]!);
    linkSync(home.path('.npmrc'), home.path('copy'));
    const removed = await home.run(['remove', id]);
    expect(removed.code).toBe(7);
    expect(removed.err).toContain('hard links');
    expect(home.mode('copy')).toBe(0o600);
  },
);

/** A project in git whose .env is ignored and has our token. */
async function exposedProject(before?: string) {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  execFileSync('git', ['init', '--quiet', home.path('work')]);
  home.write('work/.gitignore', '.env\n');
  if (before !== undefined) home.write('work/.env', before);
  const { id } = await home.json<{ id: string }>([
    'login',
    '--tool',
    'env',
    ...WEB,
    '--project',
    home.path('work'),
    '--json',
  ]);
  const [token] = emulator.issuedTokens;
  expect(home.read('work/.env')).toContain(token);
  home.write('work/.gitignore', '');
  return { home, id, token: token! };
}

test.each([undefined, `A=1\nCODEARTIFACT_AUTH_TOKEN=${aToken(LIVING)}\n`])(
  'a token that git has come to see is told of everywhere, and who follows the command has it out',
  async (before) => {
    const { home, token } = await exposedProject(before);
    const said = `A token is in ${home.path('work/.env')}, and git would pick it up`;
    for (const args of [['status'], ['plan'], ['doctor'], ['refresh']]) {
      const { out, err } = await home.run(args);
      expect([args, `${out}${err}`]).toEqual([args, expect.stringContaining(said)]);
    }
    const refresh = await home.run(['refresh']);
    expect(refresh.code).toBe(7);
    const { bindings } = await home.json<{
      bindings: { findings: { severity: string; problem: { code: string } }[] }[];
    }>(['doctor', '--json']);
    expect(bindings[0]!.findings[0]).toMatchObject({ severity: 'wrong', problem: { code: 'secretExposed' } });
    const command = /\$ (codeartifact-tray disable .*)/.exec(refresh.err)![1]!;
    for (const one of command.split(' && ')) {
      const [, ...args] = one.split(' ');
      expect((await home.run(args)).code).toBe(0);
    }
    const text = home.has('work/.env') ? home.read('work/.env') : '';
    expect(text).not.toContain(token);
    expect(text).not.toContain('eyJ2ZXIi');
    if (before !== undefined) expect(text).toBe('A=1\nCODEARTIFACT_AUTH_TOKEN=expired\n');
    expect(await home.run(['refresh', '--json'])).toMatchObject({ code: 0 });
  },
);

test('the other way out of an exposed token, to have git ignore the file again, works as well', async () => {
  const { home, token } = await exposedProject();
  home.write('work/.gitignore', '.env\n');
  expect(await home.run(['refresh'])).toMatchObject({ code: 0, err: '' });
  expect(home.read('work/.env')).not.toContain(token);
  expect((await home.run(['status'])).out).toContain('inSync');
});

test.skipIf(process.platform === 'win32')(
  'what is made in a project without a token follows the umask; with one it is private',
  async () => {
    const home = aCliHome(await anEmulator());
    mkdirSync(home.path('work'), { mode: 0o755 });
    const run = (...args: readonly string[]) => home.run(['login', ...args, ...WEB, '--project', home.path('work')]);
    expect((await run('--tool', 'npm')).code).toBe(0);
    expect((await run('--tool', 'cargo')).code).toBe(0);
    expect((await run('--tool', 'env')).code).toBe(0);
    const umask = 0o022;
    const modes = Object.fromEntries(
      ['.npmrc', '.cargo', '.cargo/config.toml', '.env'].map((name) => [name, home.mode(`work/${name}`)]),
    );
    const shared = statSync(home.path('work')).mode & 0o777 & ~umask;
    expect(modes).toEqual({ '.npmrc': 0o644, '.cargo': shared, '.cargo/config.toml': 0o644, '.env': 0o600 });
    expect(home.mode('.npmrc')).toBe(0o600);
  },
);
