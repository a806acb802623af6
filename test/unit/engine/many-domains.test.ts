import { mkdirSync, rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EndpointType } from '../../../shared/contract/names.ts';
import type { NewBinding } from '../../../shared/contract/requests.ts';
import type { ClientOption } from '../../../shared/contract/snapshot.ts';
import type { Client } from '../../../shared/engine/clients/client.ts';
import { clients } from '../../../shared/engine/clients/index.ts';
import { readTokenTimes, tokensIn } from '../../../shared/engine/secrets/token.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { aDomainService, hostPerDomain } from '../../support/domain-service.ts';
import type { DomainService, EndpointOf } from '../../support/domain-service.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';

const MINUTE = 60_000;
const ACCOUNT = '111122223333';

/** A domain as one profile sees it; `name` is what clients call its things where they need a name. */
type Site = {
  readonly profile: string;
  readonly domain: string;
  readonly domainOwner: string;
  readonly region: string;
  readonly repository: string;
  readonly endpointType?: EndpointType;
  /** Null for what a client calls it when it isn't told. */
  readonly name: string | null;
};

const eu = { domainOwner: ACCOUNT, region: 'eu-west-1', repository: 'web', name: null } as const;
const platform: Site = { ...eu, profile: 'work', domain: 'platform' };
const payments: Site = { ...eu, profile: 'other', domain: 'payments', domainOwner: '444455556666', name: 'payments' };
const data: Site = { ...eu, profile: 'work', domain: 'data', name: 'data' };
const threeDomains = [platform, payments, data];

/** Clients that keep one credential per user and have no name for a second one, each with the reason. */
const ONE_AT_USER_LEVEL: Readonly<Record<string, string>> = { ruby: '`gem push` takes one key' };

/** Clients whose files in a project need something to be there. */
const projectFiles: Readonly<Record<string, string>> = {
  '.venv/pyvenv.cfg': 'home = /usr/bin\n',
  'pyproject.toml': '[project]\nname = "shop" # ours\n\n[tool.poetry]\npackage-mode = false\n',
  Pipfile: '[[source]]\nurl = "https://pypi.org/simple"\nverify_ssl = true\nname = "pypi"\n\n[packages]\n',
};

/** Settings of other things, in most of the files. */
const ownFiles: Readonly<Record<string, string>> = {
  '.npmrc': '; mine\nregistry = "https://r.example/"\n//r.example/:_authToken=mine\n',
  '.yarnrc.yml': 'nodeLinker: node-modules # mine\n',
  '.bunfig.toml': '[install]\nregistry = { url = "https://r.example/", token = "mine" }\n',
  '.config/pip/pip.conf': '[global]\ntimeout = 60\nextra-index-url =\n    https://r.example/simple/\n',
  '.pypirc': '[distutils]\nindex-servers =\n    pypi\n    mine\n\n[mine]\nrepository: https://r.example/\n',
  '.config/uv/uv.toml': '[[index]]\nname = "mine"\nurl = "https://r.example/simple/"\n',
  '.config/pypoetry/auth.toml': '[http-basic]\nmine = { username = "ann", password = "mine" }\n',
  '.netrc': 'machine r.example login ann password mine\n\ndefault login anonymous password x\n',
  '.m2/settings.xml':
    '<settings>\r\n  <servers>\r\n    <server><id>mine</id><password>mine</password></server>\r\n  </servers>\r\n</settings>\r\n',
  '.gradle/gradle.properties': 'org.gradle.daemon=true\n! the end',
  '.nuget/NuGet/NuGet.Config':
    '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />\n  </packageSources>\n</configuration>',
  '.cargo/config.toml': 'registries = { mine = { index = "sparse+https://r.example/" } }\n',
  '.bundle/config': '---\nBUNDLE_R__EXAMPLE: "ann:mine"\n',
  '.gemrc': '---\n:sources:\n- https://rubygems.org/\n',
};

/** Options with which a client keeps several sites apart; those without a name have the client's place of honour. */
function optionsFor({ options = [] }: Client, { name }: Site): Record<string, string> {
  if (name === null) return {};
  const values = options.flatMap((option): [string, string][] => {
    const value = optionValue(option, name);
    return value === null ? [] : [[option.name, value]];
  });
  return Object.fromEntries(values);
}

function optionValue({ name: option }: ClientOption, name: string): string | null {
  if (['indexName', 'serverId', 'sourceName', 'registryName', 'repositoryName'].includes(option)) return name;
  if (option === 'scope') return name;
  if (option === 'variable') return `${name.toUpperCase()}_AUTH_TOKEN`;
  return option === 'use' ? 'extra' : null;
}

type Machine = {
  readonly home: CliHome;
  readonly clock: ReturnType<typeof manualClock>;
  readonly service: DomainService;
  readonly engine: TestEngine;
};

function aMachine(files: Readonly<Record<string, string>>, endpointOf: EndpointOf = hostPerDomain): Machine {
  const home = aCliHome(null);
  for (const [name, text] of Object.entries(files)) home.write(name, text, name.startsWith('.pypirc') ? 0o640 : 0o644);
  const clock = manualClock();
  const service = aDomainService(clock, endpointOf);
  return { home, clock, service, engine: anEngine({ home, clock, aws: service }) };
}

/** Switches every client that can be on for the site, at one level; none may be in another's way. */
async function addAll({ engine, home }: Machine, site: Site, project: string | null, leaveOut: readonly string[] = []) {
  const ids: string[] = [];
  const { name: _, ...address } = site;
  for (const client of clients.filter(({ name }) => !leaveOut.includes(name))) {
    const binding: NewBinding = {
      ...address,
      project: project === null ? 'user' : home.path(project),
      client: client.name,
      options: optionsFor(client, site),
      enabled: true,
    };
    ids.push((await engine.ask('binding.add', binding)).bindingId);
  }
  return ids;
}

function aProject(home: CliHome, folder: string): void {
  mkdirSync(home.path(folder), { recursive: true });
  for (const [name, text] of Object.entries(projectFiles)) home.write(`${folder}/${name}`, text);
}

/** Clients that keep everything per user: the engine itself says which. */
async function userLevelOnly({ engine, home }: Machine, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const client of clients) {
    const context = engine.core.context;
    const binding = {
      endpoint: `https://d.example/${client.format}/web/`,
      domain: 'platform',
      domainOwner: ACCOUNT,
      repository: 'web',
      options: {},
      projectPath: home.path(folder),
    };
    const found = await client.targets(binding, context);
    if (!found.ok && /home folder|per user/.test(found.error.message)) names.push(client.name);
  }
  return names;
}

/** Bytes and modes of every file outside of the app's own folders. */
function machineState(home: CliHome): Record<string, string> {
  const names = home.files().filter((name) => !/^(?:state|\.aws)[/\\]/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, `${home.mode(name).toString(8)} ${home.read(name)}`]));
}

/** Every binding is in sync, and its client finds the token of its own (profile, domain) and a registry of its own domain. */
async function expectAllWell({ engine, service }: Machine): Promise<void> {
  const { bindings, plan } = await engine.state();
  expect(plan.changes.map(({ path }) => path)).toEqual([]);
  const explanations = await engine.ask('doctor.explain', {});
  const found = bindings.map(({ id, client, state, problem, endpoint }) => {
    const { signsInBy, registry, findings } = explanations.find(({ bindingId }) => bindingId === id)!;
    const wrong = findings.filter(({ severity }) => severity === 'wrong');
    const { kind = null, issuedAt = null } = signsInBy ?? {};
    return { client, endpoint, state, problem, ours: registry?.ours ?? true, kind, issuedAt, wrong };
  });
  const wanted = bindings.map(({ client, endpoint, tokenId }) => {
    const issuedAt = new Date(readTokenTimes(service.newest(tokenId))!.issuedAt).toISOString();
    return { client, endpoint, state: 'inSync', problem: null, ours: true, kind: 'fresh', issuedAt, wrong: [] };
  });
  expect(found).toEqual(wanted);
}

/** A line that names a host and holds a token has the host's own; all tokens are those that were asked for last. */
function expectNoCrossTalk({ home }: Machine, tokensOfHosts: Readonly<Record<string, string>>): void {
  const hosts = Object.keys(tokensOfHosts);
  const seen = new Set<string>();
  for (const [file, text] of Object.entries(machineState(home))) {
    for (const line of text.split('\n')) {
      const tokens = tokensIn(line);
      for (const token of tokens) expect(Object.values(tokensOfHosts), file).toContain(token);
      // The longest first: one host may be the beginning of another.
      const [host] = hosts.filter((one) => line.includes(one)).sort((a, b) => b.length - a.length);
      if (host === undefined) continue;
      for (const token of tokens) expect({ file, host, token }).toEqual({ file, host, token: tokensOfHosts[host] });
      if (tokens.length > 0) seen.add(host);
    }
  }
  expect([...seen].sort()).toEqual(hosts.sort());
}

function tokenIdOf({ profile, region, domain, domainOwner }: Site): string {
  return [profile, region, domain, domainOwner].join('/');
}

function hostOf(site: Site, endpointOf: EndpointOf = hostPerDomain): string {
  return new URL(endpointOf(site, site.repository, 'npm', site.endpointType)).hostname;
}

function tokensByHost({ service }: Machine, sites: readonly Site[], endpointOf?: EndpointOf): Record<string, string> {
  return Object.fromEntries(sites.map((site) => [hostOf(site, endpointOf), service.newest(tokenIdOf(site))]));
}

/** Refreshes each token alone: every byte of the others' stays. */
async function expectRefreshesApart(machine: Machine, sites: readonly Site[]): Promise<void> {
  const { engine, home, service, clock } = machine;
  for (const site of sites) {
    clock.advance(MINUTE);
    const id = tokenIdOf(site);
    const old = service.newest(id);
    const before = machineState(home);
    await engine.ask('token.refresh', { tokenId: id });
    const refreshed = service.newest(id);
    expect(refreshed).not.toBe(old);
    const expected = Object.entries(before).map(([name, text]) => [name, text.replaceAll(old, refreshed)] as const);
    expect(machineState(home)).toEqual(Object.fromEntries(expected));
    expect(Object.entries(before).filter(([, text]) => text.includes(old)).length).toBeGreaterThan(0);
  }
}

describe.each([
  ['a fresh home', {}],
  ['a home full of other settings', ownFiles],
] as const)('three domains of two profiles in %s', (_, files) => {
  test('work at user level for every client at once, with one request per profile and domain', async () => {
    const machine = aMachine(files);
    for (const site of threeDomains) {
      const leaveOut = site.name === null ? [] : Object.keys(ONE_AT_USER_LEVEL);
      await addAll(machine, site, null, leaveOut);
    }

    await machine.engine.ask('plan.apply', {});

    await expectAllWell(machine);
    expect(machine.service.requests()).toBe(3);
    expectNoCrossTalk(machine, tokensByHost(machine, threeDomains));
    await expectRefreshesApart(machine, threeDomains);
    await expectAllWell(machine);
    expect(machine.service.requests()).toBe(6);
  });

  test('work in a project each for every client at once, with one request per profile and domain', async () => {
    const machine = aMachine(files);
    for (const site of threeDomains) {
      aProject(machine.home, site.domain);
      await addAll(machine, site, site.domain, await userLevelOnly(machine, site.domain));
    }

    await machine.engine.ask('plan.apply', {});

    await expectAllWell(machine);
    expect(machine.service.requests()).toBe(3);
    expectNoCrossTalk(machine, tokensByHost(machine, threeDomains));
    await expectRefreshesApart(machine, threeDomains);
    await expectAllWell(machine);
  });
});

test('two projects with different repositories of one domain share its one token for every client', async () => {
  const machine = aMachine(ownFiles);
  const tools: Site = { ...platform, repository: 'tools' };
  for (const [folder, site] of [
    ['shop', platform],
    ['desk', tools],
  ] as const) {
    aProject(machine.home, folder);
    await addAll(machine, site, folder, await userLevelOnly(machine, folder));
  }

  await machine.engine.ask('plan.apply', {});

  await expectAllWell(machine);
  expect(machine.service.requests()).toBe(1);
  expectNoCrossTalk(machine, tokensByHost(machine, [platform]));
  for (const [folder, other] of [
    ['shop', 'tools'],
    ['desk', 'web'],
  ] as const) {
    for (const name of machine.home.files(folder))
      expect(machine.home.read(name)).not.toMatch(new RegExp(`/${other}/`));
  }
});

test('one domain through two profiles keeps two tokens apart where the client has names, and says so where it has none', async () => {
  const machine = aMachine({});
  const asOther: Site = { ...platform, profile: 'other', name: 'other' };
  await addAll(machine, platform, null);
  const { engine, home } = machine;
  const { name: _, ...address } = asOther;
  const on: string[] = [];
  const refused: string[] = [];
  for (const client of clients) {
    const binding = { ...address, project: 'user', client: client.name, options: optionsFor(client, asOther) };
    const added = await engine.api.request('binding.add', { ...binding, enabled: true });
    if (!added.ok) expect(added.error.code, client.name).toBe('entryConflict');
    (added.ok ? on : refused).push(client.name);
  }
  await engine.ask('plan.apply', {});

  expect(on).toEqual(expect.arrayContaining(['twine', 'poetry', 'maven', 'gradle', 'nuget', 'cargo', 'env']));
  expect(refused).toEqual(expect.arrayContaining(['npm', 'yarn-berry', 'pdm', 'sbt', 'swift', 'netrc']));
  expect(machine.service.requests()).toBe(2);
  await expectAllWell(machine);
  expect(home.read('.netrc')).not.toContain(machine.service.newest(tokenIdOf(asOther)));
});

test('[several-domains] an IPv4 and a dual-stack endpoint of one domain share a token under both hosts, and China has its own', async () => {
  const endpointOf: EndpointOf = ({ domain, domainOwner, region }, repository, format, endpointType) => {
    const suffix =
      endpointType === 'dualstack' ? 'on.aws' : region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `https://${domain}-${domainOwner}.d.codeartifact.${region}.${suffix}/${format}/${repository}/`;
  };
  const dualStack: Site = { ...platform, endpointType: 'dualstack' };
  const china: Site = { ...platform, region: 'cn-north-1', name: 'china' };
  const sites = { shop: platform, desk: dualStack, china };
  const machine = aMachine(ownFiles, endpointOf);
  for (const [folder, site] of Object.entries(sites)) {
    aProject(machine.home, folder);
    // Maven knows a repository by its ID, which is pinned to one URL.
    const pinned = folder === 'desk' ? ['maven'] : [];
    await addAll(machine, site, folder, [...(await userLevelOnly(machine, folder)), ...pinned]);
  }

  await machine.engine.ask('plan.apply', {});

  await expectAllWell(machine);
  expect(machine.service.requests()).toBe(2);
  const tokens = tokensByHost(machine, Object.values(sites), endpointOf);
  expect(Object.keys(tokens)).toEqual([
    'platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com',
    'platform-111122223333.d.codeartifact.eu-west-1.on.aws',
    'platform-111122223333.d.codeartifact.cn-north-1.amazonaws.com.cn',
  ]);
  expectNoCrossTalk(machine, tokens);
  await expectRefreshesApart(machine, [platform, china]);
  await expectAllWell(machine);
});

const fullHome = ['a home full of other settings', ownFiles] as const;
// Some twenty seconds each: the search takes both.
const homes = process.env['FAST_CHECK_RUNS'] === undefined ? [fullHome] : [['a fresh home', {}] as const, fullHome];

test.each(homes)(
  'switching everything off in %s, in any order and applied at any time, brings every byte back',
  async (_, files) => {
    const ranks = fc.array(fc.record({ rank: fc.nat(), apply: fc.nat(11) }), { minLength: 200, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(ranks, async (moves) => {
        const machine = aMachine(files);
        const { engine, home } = machine;
        try {
          for (const site of threeDomains) aProject(home, site.domain);
          const before = machineState(home);
          const ids: string[] = [];
          for (const site of threeDomains) {
            const leaveOut = site.name === null ? [] : Object.keys(ONE_AT_USER_LEVEL);
            ids.push(...(await addAll(machine, site, null, leaveOut)));
            ids.push(...(await addAll(machine, site, site.domain, await userLevelOnly(machine, site.domain))));
          }
          await engine.ask('plan.apply', {});
          await expectAllWell(machine);

          const order = ids.map((id, index) => ({ id, ...moves[index % moves.length]! }));
          for (const { id, apply } of order.sort((a, b) => a.rank - b.rank)) {
            await engine.ask('binding.setEnabled', { bindingId: id, enabled: false });
            if (apply === 0) await engine.ask('plan.apply', {});
          }
          await engine.ask('plan.apply', {});

          expect(machineState(home)).toEqual(before);
        } finally {
          await engine.stop();
          rmSync(home.folder, { recursive: true, force: true });
        }
      }),
      // A run switches more than a hundred bindings.
      { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 1) },
    );
  },
  600_000,
);
