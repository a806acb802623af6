import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ClientName } from '../../../shared/contract/names.ts';
import { clients } from '../../../shared/engine/clients/index.ts';
import { keepApplied } from '../../../shared/engine/operations/tokens.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;

/** One client applied at user level over what stood there, and seen in order since. */
async function applied(client: ClientName, before: Readonly<Record<string, string>> = {}) {
  const home = aCliHome(null);
  for (const [name, text] of Object.entries(before)) home.write(name, text, 0o600);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const { bindingId } = await engine.ask('binding.add', { ...WEB, client });
  await engine.ask('plan.apply', {});
  await engine.state();
  const state = await engine.core.state.read();
  const paths = state.ok ? state.value.journal.files.map(({ path }) => path) : [];
  const names = paths.map((file) => file.slice(home.folder.length + 1));
  const heal = async () => {
    const kept = await keepApplied(engine.core);
    return kept.ok ? [...kept.value.notKept.values()].map(({ message }) => message) : [kept.error.message];
  };
  return { home, engine, bindingId, names, heal };
}

/** Those that write a file at user level without being told more. */
const ofUser = clients.map(({ name }) => name).filter((name) => !['go', 'env'].includes(name));

test.each(ofUser)('a file of %s that was cut off anywhere is put back whole', async (client) => {
  const { home, engine, names, heal } = await applied(client);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const text = home.read(name);
    for (const part of [1 / 3, 1 / 2, 0.9]) {
      rmSync(home.path(name));
      home.write(name, text.slice(0, text.length * part), 0o644);
      expect(await heal()).toEqual([]);
      expect(home.read(name)).toBe(text);
      if (text.includes('eyJ')) expect(home.mode(name).toString(8)).toBe('600');
      await engine.state();
    }
  }
});

const CARGO = '[net]\nretry = 3\n';
const BEHIND = '\n[alias]\nb = "build"\n';

test('what others wrote behind ours comes back with it, is shown before, and goes to nobody but the file', async () => {
  const { home, engine, bindingId } = await applied('cargo', { '.cargo/config.toml': CARGO });
  const name = '.cargo/credentials.toml';
  home.write(name, `${home.read(name)}\n[registries.own]\ntoken = "planted-foreign"\n`, 0o600);
  const text = home.read(name);
  await engine.state();
  home.write(name, text.slice(0, 200), 0o600);

  const { changes, warnings } = await engine.ask('plan.get', {});
  expect(warnings).toEqual([]);
  expect(changes).toEqual([
    expect.objectContaining({ displayPath: `~/${name}`, summary: 'put back whole', bindings: [bindingId] }),
  ]);
  const { diff } = changes[0]!;
  expect(diff).toContain('+[registries.own]');
  expect(diff).not.toMatch(/eyJ|planted/);

  await engine.ask('plan.apply', {});
  expect(home.read(name)).toBe(text);
  expect(home.read('state/journal.json')).not.toMatch(/eyJ|planted/);
});

test('a file that nobody can read and that is more than a piece of what stood there stays as it is, and is told', async () => {
  const { home, heal, names } = await applied('cargo');
  const name = names.find((file) => file.endsWith('config.toml'))!;
  const torn = `${home.read(name).slice(0, 40)}# mine`;
  home.write(name, torn);
  expect(await heal()).toEqual([expect.stringContaining("Cargo can't read")]);
  expect(home.read(name)).toBe(torn);
});

test('what a person deleted behind or from the end of a line of their own stays away', async () => {
  const { home, engine, heal, names } = await applied('cargo', { '.cargo/config.toml': CARGO });
  const name = names.find((file) => file.endsWith('config.toml'))!;
  home.write(name, `${home.read(name)}${BEHIND}`);
  const text = home.read(name);
  await engine.state();
  for (const left of [text.slice(0, -BEHIND.length), `${text.trimEnd().slice(0, -4)}"`]) {
    home.write(name, left);
    expect(await heal()).toEqual([]);
    expect(home.read(name)).toBe(left);
  }
});

test.each([
  ['nuget', '.nuget/NuGet/NuGet.Config', /^.*ClearTextPassword.*\n/m],
  ['nuget', '.nuget/NuGet/NuGet.Config', /^.*"Username".*\n/m],
  ['maven', '.m2/settings.xml', /^.*<password>.*\n/m],
] as const)('%s: a credential of ours without one of its parts gets it back', async (client, name, part) => {
  const { home, engine, heal } = await applied(client);
  const text = home.read(name);
  const lines = text.split('\n').toSorted();
  home.write(name, text.replace(part, ''));
  expect((await engine.ask('plan.get', {})).warnings).toEqual([]);
  expect(await heal()).toEqual([]);
  expect(home.read(name).split('\n').toSorted()).toEqual(lines);

  // Another's that lacks a part stays as it is, and is told.
  const other = home.read(name).replace('<packageSourceCredentials>', '<packageSourceCredentials>\n<own></own>');
  if (client !== 'nuget') return;
  home.write(name, other.replace(part, ''));
  expect(await heal()).toEqual([expect.stringContaining('<own> in packageSourceCredentials has no')]);
  expect(home.read(name)).toBe(other.replace(part, ''));
});
