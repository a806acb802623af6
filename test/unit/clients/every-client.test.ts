import { globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientBinding, ClientContext } from '../../../shared/engine/clients/client.ts';
import { clients, findClient } from '../../../shared/engine/clients/index.ts';
import { templateOf, TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';
import { isClientVariable } from '../../../shared/hosts/node/client-variables.ts';
import type { ClientCase, ClientFixture } from '../../fixtures/clients/fixture.ts';
import { endpointOf } from '../../fixtures/clients/fixture.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const HOUR = 3_600_000;

/** What is in the folder besides the fixtures of clients. */
const PARTS = ['fixture', 'npmrc-places'];
const folder = path.resolve(import.meta.dirname, '../../fixtures/clients');
const named = globSync('*.ts', { cwd: folder })
  .map((file) => path.basename(file, '.ts'))
  .filter((name) => !PARTS.includes(name));

const fixtures = await Promise.all(
  named.map(async (name) => {
    const { fixture } = (await import(`../../fixtures/clients/${name}.ts`)) as { readonly fixture: ClientFixture };
    return fixture;
  }),
);

test('every client has its fixtures, in the file of its name', () => {
  expect(named.toSorted()).toEqual(clients.map(({ name }) => name).sort());
  expect(fixtures.map(({ client }) => client)).toEqual(named);
});

describe.each(fixtures.map((fixture) => [fixture.client, fixture] as const))('%s:', (_, fixture) => {
  test.each(fixture.cases.map((one) => [one.name, one] as const))(
    '%s: switched on, refreshed and switched off',
    async (_name, one) => {
      const home = aHome(one);
      const before = contentsOf(home);
      const clock = manualClock();
      const service = aTokenService(clock);
      const engine = anEngine({ home: withVariables(home, one), clock, aws: service });
      const { bindingId } = await engine.ask('binding.add', bindingOf(fixture, one, home));

      await engine.ask('plan.apply', {});

      const { state, problem } = (await engine.state()).bindings[0]!;
      expect({ state, problem }).toEqual({ state: 'inSync', problem: null });
      const applied = contentsOf(home);
      expect(applied).toEqual({ ...before, ...one.after });
      for (const [name, text] of Object.entries(one.after)) {
        if (text.includes(TOKEN_SLOT)) expect(home.mode(name).toString(8), `mode of ${name}`).toBe('600');
      }

      const [explanation] = await engine.ask('doctor.explain', {});
      expect(explanation?.signsInBy?.kind).toBe('fresh');
      expect(explanation?.registry?.ours ?? true).toBe(true);
      expect(explanation?.findings.filter(({ severity }) => severity === 'wrong')).toEqual([]);

      clock.advance(HOUR);
      await engine.ask('token.refreshAll', {});
      expect(contentsOf(home)).toEqual(applied);
      const written = Object.entries(one.after).filter(([, text]) => text.includes(TOKEN_SLOT));
      expect(written.length).toBeGreaterThan(0);
      for (const [name] of written) {
        expect(home.read(name)).toContain(service.issued[1]);
        expect(home.read(name)).not.toContain(service.issued[0]);
      }

      await engine.ask('binding.setEnabled', { bindingId, enabled: false });
      await engine.ask('plan.apply', {});
      expect(contentsOf(home)).toEqual(before);
    },
  );

  test.each(['linux', 'darwin', 'win32'] as const)('keeps its files in its own places on %s', async (platform) => {
    const { user, project } = fixture.locations[platform];
    expect(await pathsOn(platform, fixture, 'user')).toEqual(user);
    if (project === null) await expect(pathsOn(platform, fixture, 'project')).rejects.toThrow(/home folder|per user/);
    else expect(await pathsOn(platform, fixture, 'project')).toEqual(project);
  });

  test('its project files hold no token, except where git has no business', () => {
    for (const { before, after } of fixture.cases) {
      for (const [name, text] of Object.entries(after)) {
        const shared = name.startsWith('shop/') && !name.startsWith('shop/.venv/') && !(`${name}.ignored` in before);
        if (shared) expect(text, name).not.toContain(TOKEN_SLOT);
      }
    }
  });

  test.each(['linux', 'darwin', 'win32'] as const)(
    'reads no variable on %s that its row does not name',
    async (platform) => {
      const read = await variablesReadOn(platform, fixture);
      expect(read.filter((name) => !isClientVariable(name))).toEqual([]);
    },
  );

  test.each(['linux', 'darwin', 'win32'] as const)(
    'takes an empty variable on %s for one that is not set',
    async (platform) => {
      const names = await variablesReadOn(platform, fixture);
      const unset = await lookOn(platform, fixture, {});
      expect(unset.paths.filter((file) => !pathsOfPlatform(platform).isAbsolute(file))).toEqual([]);
      await fc.assert(
        fc.asyncProperty(fc.subarray(names), async (empty) => {
          const env = Object.fromEntries(empty.map((name) => [name, '']));
          expect(await lookOn(platform, fixture, env)).toEqual(unset);
        }),
      );
    },
  );

  test('a URL of its variables that holds the token is of the repository', () => {
    const client = findClient(fixture.client)!;
    for (const value of Object.values(client.variables(aBinding(fixture, null)))) {
      if (value.includes('://'))
        expect(value.replace(`aws:${TOKEN_SLOT}@`, '')).toContain(endpointOf(client.format).slice(0, -1));
    }
  });
});

function aHome(one: ClientCase): CliHome {
  const home = aCliHome(null);
  mkdirSync(home.path('shop'), { recursive: true });
  for (const [name, text] of Object.entries(one.before)) home.write(name, text);
  return home;
}

function withVariables(home: CliHome, { env = {} }: ClientCase): CliHome {
  const set = Object.entries(env).map(([name, value]) => [name, value.replace(/^~\//, `${home.folder}/`)]);
  return { ...home, env: { ...home.env, ...Object.fromEntries(set) } };
}

function bindingOf({ client }: ClientFixture, { level, options = {} }: ClientCase, home: CliHome) {
  return {
    project: level === 'user' ? 'user' : home.path('shop'),
    client,
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    options,
    enabled: true,
  };
}

/** Every file outside of the app's own folders, as a template. */
function contentsOf(home: CliHome): Record<string, string> {
  const names = home.files().filter((name) => !/^(?:state|\.aws)[/\\]/.test(name));
  return Object.fromEntries(names.map((name) => [name, templateOf(home.read(name))]));
}

function aBinding({ client, cases }: ClientFixture, projectPath: string | null): ClientBinding {
  const { format } = findClient(client)!;
  return {
    endpoint: endpointOf(format),
    domain: 'platform',
    domainOwner: '111122223333',
    repository: 'web',
    options: cases[0]?.options ?? {},
    projectPath,
  };
}

type Platform = 'linux' | 'darwin' | 'win32';

function homeOn(platform: Platform): string {
  return platform === 'win32' ? String.raw`C:\Users\Ann` : '/home/ann';
}

function folderOn(platform: Platform, level: 'user' | 'project'): string | null {
  return level === 'user' ? null : homeOn(platform) + (platform === 'win32' ? String.raw`\src\shop` : '/src/shop');
}

function contextOn(platform: Platform, env: Readonly<Record<string, string>> = {}): ClientContext {
  const home = homeOn(platform);
  return {
    environment: { platform, home, accountHome: home, env, stateFolder: home },
    // Folders and markers that a client wants to see before it writes into them.
    exists: async () => true,
    read: async () => null,
  };
}

/** Names of the variables that it asks for, names in files of ours, or knows by any spelling. */
async function variablesReadOn(platform: Platform, fixture: ClientFixture): Promise<string[]> {
  const read = new Set<string>(['NPM_CONFIG_USERCONFIG', 'YARN_RC_FILENAME']);
  const env = new Proxy<Record<string, string>>({}, { get: (_target, name) => void read.add(String(name)) });
  const { places } = await lookOn(platform, fixture, env);
  const client = findClient(fixture.client)!;
  const ofFixture = fixture.cases.flatMap((one) => Object.keys(one.env ?? {}));
  const ofClient = Object.keys(client.variables(aBinding(fixture, null)));
  return [
    ...read,
    ...places.flatMap((place) => (place.kind === 'variable' ? place.variable : [])),
    ...ofFixture,
    ...ofClient,
  ];
}

/** What it writes to and where it looks, at both levels. */
async function lookOn(platform: Platform, fixture: ClientFixture, env: Readonly<Record<string, string>>) {
  const client = findClient(fixture.client)!;
  const context = contextOn(platform, env);
  const bindings = (['user', 'project'] as const).map((level) => aBinding(fixture, folderOn(platform, level)));
  const targets = await Promise.all(bindings.map((binding) => client.targets(binding, context)));
  const lookups = await Promise.all(bindings.map((binding) => client.lookup(binding, context)));
  const places = lookups.flatMap(({ registry, credential }) => [...registry, ...credential]);
  const written = targets.flatMap((found) => (found.ok ? found.value.map((target) => target.path) : []));
  const paths = [...written, ...places.flatMap((place) => (place.kind === 'entry' ? place.path : []))];
  return { targets, places, paths };
}

function pathsOfPlatform(platform: Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}

async function pathsOn(platform: Platform, fixture: ClientFixture, level: 'user' | 'project') {
  const binding = aBinding(fixture, folderOn(platform, level));
  const found = await findClient(fixture.client)!.targets(binding, contextOn(platform));
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map((target) => target.path);
}
