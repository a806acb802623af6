import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { USER_LEVEL } from '../../shared/contract/user-level.ts';
import { createAwsAccess } from '../../shared/adapters/aws/access.ts';
import type { Emulator } from '../../shared/emulator/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { CliHome } from '../support/cli-home.ts';
import { ACCOUNT, anEmulator, OTHER_ACCOUNT, REGION } from '../support/emulator-service.ts';
import { anEngine, environmentOf } from '../support/engine.ts';
import type { TestEngine } from '../support/engine.ts';

// Homes that released versions left behind: whatever they wrote has to be understood, refreshed and taken back by this one.
const homes = path.resolve(import.meta.dirname, '../fixtures/homes');
const PLACEHOLDER = '{{home}}';
const HOUR = 3_600_000;

type Modes = Readonly<Record<string, string>>;
type Description = { readonly at: string; readonly modes: { readonly originals: Modes; readonly home: Modes } };
type TakenOver = {
  readonly home: CliHome;
  readonly engine: TestEngine;
  readonly emulator: Emulator;
  readonly clock: ReturnType<typeof manualClock>;
};

const domains = [
  { name: 'platform', owner: ACCOUNT, region: REGION, repositories: [{ name: 'web' }, { name: 'tools' }] },
  { name: 'mobile', owner: ACCOUNT, region: REGION, repositories: [{ name: 'app' }] },
  { name: 'payments', owner: OTHER_ACCOUNT, region: REGION, repositories: [{ name: 'pay' }] },
];

// They hold the paths that clients use on Linux.
describe.skipIf(process.platform !== 'linux').each(readdirSync(homes))('a home that version %s left', (version) => {
  const { at, modes } = JSON.parse(readFileSync(path.join(homes, version, 'home.json'), 'utf8')) as Description;

  /** The home on this machine, and the engine of this version in it, as if that had been started a minute later. */
  async function takeOver(): Promise<TakenOver> {
    const clock = manualClock(Date.parse(at) + 60_000);
    const emulator = await anEmulator({ domains, now: () => clock.now() });
    const home = aCliHome(emulator);
    for (const [name, bytes] of contentsOf('home', home)) {
      home.write(name, bytes);
      // What `write` asks for is cut by the umask.
      chmodSync(home.path(name), Number.parseInt(modes.home[name]!, 8));
    }
    const aws = createAwsAccess(environmentOf(home), { clock });
    return { home, emulator, clock, engine: anEngine({ home, clock, aws }) };
  }

  function contentsOf(folder: 'home' | 'originals', { folder: home }: CliHome): ReadonlyMap<string, Buffer> {
    return new Map(
      Object.keys(modes[folder]).map((name) => {
        const text = readFileSync(path.join(homes, version, folder, name)).toString('latin1');
        return [name, Buffer.from(text.replaceAll(PLACEHOLDER, home), 'latin1')];
      }),
    );
  }

  /** Fails with the name of the first file that is not, byte for byte, what it was before the app came. */
  function expectOriginals(home: CliHome, but: Readonly<Record<string, (original: string) => string>> = {}): void {
    const originals = contentsOf('originals', home);
    expect(targetsIn(home)).toEqual([...originals.keys()].sort());
    for (const [name, bytes] of originals) {
      const expected = but[name]?.(bytes.toString('latin1')) ?? bytes.toString('latin1');
      expect(home.bytes(name).toString('latin1'), name).toBe(expected);
      expect(home.mode(name).toString(8), `mode of ${name}`).toBe(modes.originals[name]);
    }
  }

  test('has nothing to do, and nothing is written, fetched or reported when it is started', async () => {
    const { home, engine, emulator } = await takeOver();
    const before = stamps(home);

    await engine.start();
    const { plan, bindings, tokens, problem } = await engine.state();

    const waiting = plan.changes.flatMap((change) => change.bindings);
    expect({ changes: withoutNew(plan), warnings: plan.warnings, problem }).toEqual({
      changes: [],
      warnings: [],
      problem: null,
    });
    expect(bindings.map(({ client, enabled, state, problem: wrong }) => ({ client, enabled, state, wrong }))).toEqual(
      bindings.map(({ id, client, enabled }) => ({
        client,
        enabled,
        state: enabled ? (waiting.includes(id) ? 'pending' : 'inSync') : 'off',
        wrong: null,
      })),
    );
    expect(tokens.map(({ state }) => state)).toEqual(tokens.map(() => 'fresh'));
    await engine.stop();
    expect(stamps(home)).toEqual(before);
    expect(emulator.requests).toEqual([]);
  });

  test('gets its originals back, byte for byte, when everything is switched off', async () => {
    const { home, engine } = await takeOver();
    const { bindings } = await engine.state();

    await switchOff(engine, bindings);
    const report = await engine.ask('plan.apply', {});

    expect(report.skipped).toEqual([]);
    expect((await engine.state()).plan).toMatchObject({ changes: [], warnings: [] });
    expectOriginals(home);
  });

  test('gets its originals back, too, when its projects are removed and the rest is switched off', async () => {
    const { home, engine } = await takeOver();
    const projects = (await engine.state()).projects.filter(({ id }) => id !== USER_LEVEL);

    for (const { id } of projects) await engine.ask('project.remove', { projectId: id });
    await switchOff(engine, (await engine.state()).bindings);
    await engine.ask('plan.apply', {});

    expect((await engine.state()).projects.map(({ id }) => id)).toEqual([USER_LEVEL]);
    expectOriginals(home);
  });

  test('has its tokens refreshed in every line that holds one, and nothing else', async () => {
    const { home, engine, emulator, clock } = await takeOver();
    const before = new Map(targetsIn(home).map((name) => [name, home.bytes(name).toString('latin1')]));
    const old = new Set([...before.values()].flatMap(tokensIn));
    clock.advance(HOUR);

    await engine.ask('token.refreshAll', {});

    const { tokens, plan } = await engine.state();
    expect(emulator.count('GetAuthorizationToken')).toBe(tokens.length);
    for (const [name, text] of before) {
      const now = home.bytes(name).toString('latin1');
      expect(withoutTokens(now), name).toBe(withoutTokens(text));
      expect(
        tokensIn(now).filter((token) => old.has(token)),
        name,
      ).toEqual([]);
    }
    expect(withoutNew(plan)).toEqual([]);
  });

  test('has its last apply taken back', async () => {
    const { home, engine, emulator } = await takeOver();
    const before = await engine.state();

    const report = await engine.ask('plan.undo', {});

    const after = await engine.state();
    const isOff = ({ bindings }: Snapshot) => bindings.filter(({ enabled }) => !enabled).map(({ client }) => client);
    expect(report).toMatchObject({ written: [home.path('.config/hatch/config.toml')], skipped: [] });
    expect(isOff(before)).toEqual(['hatch', 'uv']);
    expect(isOff(after)).toEqual(['uv']);
    expect(withoutNew(after.plan)).toEqual([]);
    expect(tokensIn(home.read('.config/hatch/config.toml'))).toEqual(tokensIn(home.read('.gemrc')));
    expect(emulator.requests).toEqual([]);
  });

  test('keeps what the user has put in the place of ours since, and says so', async () => {
    const { home, engine } = await takeOver();
    const { bindings } = await engine.state();
    const theirs = 'index-url = https://theirs.example/simple\r\n';
    home.write(
      '.config/pip/pip.conf',
      home.read('.config/pip/pip.conf').replace(/^index-url = .*\r\n/m, theirs),
      0o600,
    );

    await switchOff(engine, bindings);
    const { warnings } = (await engine.state()).plan;
    await engine.ask('plan.apply', {});

    expect(warnings.map(({ code, path: file }) => ({ code, file }))).toEqual([
      { code: 'changedByUser', file: home.path('.config/pip/pip.conf') },
    ]);
    expectOriginals(home, {
      '.config/pip/pip.conf': (text) => text.replace('mirror3.lab/simple\r\n', (line) => line + theirs),
    });
  });
});

/** Names of all files but the app's own and those of AWS. */
function targetsIn(home: CliHome): readonly string[] {
  return home
    .files()
    .filter((name) => !/^(?:state|\.aws)[/\\]/.test(name))
    .sort();
}

/** What tells whether a file was written: its bytes, its mode, and which file it is since when. */
/** Of every file but the one that says that the app was started. */
function stamps(home: CliHome): unknown[] {
  const files = home.files().filter((name) => name !== path.join('state', 'activity.jsonl'));
  return files.map((name) => {
    const { mode, ino, mtimeMs } = statSync(home.path(name));
    return { name, mode, ino, mtimeMs, text: home.bytes(name).toString('latin1') };
  });
}

async function switchOff({ ask }: TestEngine, bindings: Snapshot['bindings']): Promise<void> {
  for (const { id } of bindings) await ask('binding.setEnabled', { bindingId: id, enabled: false });
}

const TOKEN = /eyJ[\w-]+\.[\w.-]+/g;

function tokensIn(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function withoutTokens(text: string): string {
  return text.replaceAll(TOKEN, 'TOKEN');
}

/**
 * What 0.1.0 did not know of waits for an apply: sbt's own file, without which sbt was never signed in, and the mirror that pins
 * Maven's repository to its URL.
 */
function withoutNew({ changes }: Snapshot['plan']) {
  const isNew = ({ displayPath, diff }: Snapshot['plan']['changes'][number]): boolean =>
    displayPath.startsWith('~/.sbt/codeartifact-') ||
    (displayPath === '~/.m2/settings.xml' && !/^-(?!--)/m.test(diff) && diff.includes('<mirrorOf>'));
  return changes.filter((change) => !isNew(change));
}
