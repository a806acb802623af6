import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { aCliHome, runCli } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { startCli } from '../../support/start-cli.ts';

const run = promisify(execFile);

/** Turns of each of ours: `FAULT_RUNS=all` for many. */
const TURNS = process.env['FAULT_RUNS'] === 'all' ? 12 : 1;
const FOREIGN = 3 * TURNS;

const WEB = ['--domain', 'platform', '--repository', 'web'];
const TOOLS = ['--domain', 'platform', '--repository', 'tools'];

const npm = has('npm', '--version');
const aws = has('aws', '--version');
if (!npm) console.warn('SKIPPED: no npm on PATH, so none sets its own lines beside us');
if (!aws) console.warn('SKIPPED: no AWS CLI on PATH, so none logs in beside us');

function has(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** What a process of ours does again and again; the ids are those of bindings that some of the others make. */
const ours: readonly (readonly string[])[] = [
  ['login', '--tool', 'npm', ...WEB],
  ['login', '--tool', 'npm', ...TOOLS, '--namespace', '@acme'],
  ['login', '--tool', 'npm', ...WEB, '--project', 'shop'],
  ['login', '--tool', 'pip', ...WEB],
  ['login', '--tool', 'twine', ...TOOLS],
  ['refresh'],
  ['apply'],
  ['add', '--tool', 'uv', ...TOOLS],
];

/** Runs one of ours in a process of its own; a file that never held still is told, and tried again by whoever asked. */
async function runOurs(home: CliHome, args: readonly string[]): Promise<void> {
  for (;;) {
    const { code, err } = await runCli(args, home.folder, home.env);
    if (code === 0) return;
    expect(err).toMatch(/kept changing|being written|changed since/);
  }
}

async function switchOnAndOff(home: CliHome, id: string): Promise<void> {
  for (const action of ['enable', 'disable']) {
    await runOurs(home, [action, id]);
    await runOurs(home, ['apply']);
  }
}

/** Sets lines of its own in the files that we write, one after the other: nobody but we could lose them. */
async function runForeign(home: CliHome): Promise<void> {
  const env = { ...home.env, npm_config_update_notifier: 'false', AWS_PAGER: '' };
  for (let turn = 0; turn < FOREIGN; turn += 1) {
    if (npm) await run('npm', ['config', 'set', theirLine(turn), '--location=user'], { cwd: home.folder, env });
    if (aws && turn % 3 === 0) await run('aws', AWS_LOGIN, { cwd: home.folder, env });
  }
}

function theirLine(turn: number): string {
  return `@theirs-${turn}:registry=https://theirs.example/${turn}/`;
}

const AWS_LOGIN = [
  'codeartifact',
  'login',
  '--tool',
  'npm',
  '--namespace',
  '@theirs',
  ...TOOLS.slice(0, 2),
  '--repository',
  'web-releases',
  '--region',
  'eu-west-1',
];

test.skipIf(process.platform === 'win32')(
  '[concurrent-writers] eight of our commands, the agent, npm and the AWS CLI on the same files at once lose no line of anybody',
  { timeout: 600_000 },
  async () => {
    const home = aCliHome(await anEmulator());
    home.write('.npmrc', '; mine\nfund=false\n');
    home.write('.config/pip/pip.conf', '[global]\ntimeout = 60\n');
    home.write(
      '.pypirc',
      '[distutils]\nindex-servers =\n    mine\n\n[mine]\nrepository = https://mine.example/\n',
      0o600,
    );
    mkdirSync(home.path('shop'));
    home.write('shop/.npmrc', '; shop\naudit=false\n');
    const originals = ['.config/pip/pip.conf', '.pypirc', 'shop/.npmrc'].map(
      (name) => [name, home.read(name)] as const,
    );
    // Not in the file that npm writes: it writes back what it has read, with a line that was taken out meanwhile.
    const added = await home.run(['add', '--tool', 'npm', ...WEB, '--namespace', '@switched', '--project', 'shop']);
    const agent = startCli(home, ['run']);
    await Promise.all([
      ...ours.map(async (args) => repeated(async () => runOurs(home, args))),
      repeated(async () => switchOnAndOff(home, added.out.trim())),
      runForeign(home),
    ]);
    agent.child.kill('SIGTERM');
    expect(await agent.exited).toEqual([0, null]);
    await runOurs(home, ['apply']);

    const theirs = [
      'fund=false',
      ...(npm ? Array.from({ length: FOREIGN }, (_, turn) => theirLine(turn)) : ['; mine']),
      ...(aws ? [expect.stringMatching(/^@theirs:registry=.*\/web-releases\/$/)] : []),
    ];
    const lines = () => templateOf(home.read('.npmrc')).split('\n');
    expect(lines()).toEqual(expect.arrayContaining(theirs));
    expect(lines()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^registry=.*\/web\/$/),
        expect.stringMatching(/^@acme:registry=.*\/tools\/$/),
        expect.stringMatching(/\/web\/:_authToken=⟦token⟧$/),
        expect.stringMatching(/\/tools\/:_authToken=⟦token⟧$/),
      ]),
    );
    expect(home.read('shop/.npmrc')).not.toContain('@switched');
    expect(home.mode('.npmrc')).toBe(0o600);
    expect(home.read('.config/pip/pip.conf')).toMatch(/^timeout = 60\nindex-url = /m);
    expect(home.read('.pypirc')).toContain('[codeartifact]');
    expect(home.read('shop/.npmrc')).toMatch(/^registry=/m);

    const { bindings } = await home.json<{ bindings: { id: string; enabled: boolean }[] }>(['list', '--json']);
    for (const { id, enabled } of bindings) if (enabled) await runOurs(home, ['disable', id]);
    await runOurs(home, ['apply']);
    expect(originals.map(([name]) => [name, home.read(name)])).toEqual(originals);
    expect(lines()).toEqual(expect.arrayContaining(theirs));
    expect(lines().filter((line) => /^registry=|^@acme|\/(?:web|tools)\/:_authToken/.test(line))).toEqual([]);
    expect(home.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
);

async function repeated(turn: () => Promise<void>): Promise<void> {
  for (let done = 0; done < TURNS; done += 1) await turn();
}
