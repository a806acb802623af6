import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AdoptReport, ScanReport } from '../../shared/contract/scan.ts';
import type { Emulator } from '../../shared/emulator/index.ts';
import { anEmulator } from '../support/emulator-service.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { CliHome } from '../support/cli-home.ts';
import { haveClient } from './have-client.ts';
import { javaClients } from './java-clients.ts';
import { javascriptClients } from './javascript-clients.ts';
import { nugetClients } from './nuget-clients.ts';
import { pythonClients } from './python-clients.ts';
import type { RealClient, Stage } from './real-client.ts';
import { fetchOnce, runOnce } from './stage.ts';

// A home as the real `aws codeartifact login` left it long ago, and the real package managers that live in it.

const aws = haveClient({ command: 'aws', debian: [] }) ?? haveClient({ pypi: ['awscli==1.45.11'], script: 'aws' });
if (aws === null) console.warn('SKIPPED: no AWS CLI is to be had on this machine, so no home can be as it leaves it');

const HOURS = 3_600_000;
const PLATFORM = { name: 'platform', owner: '111122223333', profile: 'work' };
const PAYMENTS = { name: 'payments', owner: '444455556666', profile: 'other' };
type Domain = typeof PLATFORM;

/** A package manager that once was signed in to the repository web of a domain. */
type Tenant = {
  readonly client: RealClient;
  readonly program: string;
  readonly domain: Domain;
  readonly file: string;
  signIn(stage: Stage, domain: Domain): Promise<void>;
  /** What its token says of itself, where it can be read; the server refuses all of them. */
  readonly token: 'expired' | 'fresh' | null;
};

const tenants = [
  ...aTenant('npm 11.21.2', PLATFORM, '.npmrc', 'expired', byLogin('npm')),
  ...aTenant('pip', PAYMENTS, '.config/pip/pip.conf', 'expired', byLogin('pip')),
  ...aTenant('twine', PAYMENTS, '.pypirc', 'fresh', byLogin('twine')),
  ...aTenant('NuGet 2.8.7 (mono)', PLATFORM, '.config/NuGet/NuGet.Config', null, byNuGet),
  ...aTenant('Maven', PAYMENTS, '.m2/settings.xml', 'expired', byHand),
];

function aTenant(
  name: string,
  domain: Domain,
  file: string,
  token: Tenant['token'],
  signIn: Tenant['signIn'],
): readonly Tenant[] {
  const all = [...javascriptClients, ...pythonClients, ...nugetClients, ...javaClients];
  const client = all.find((one) => one.name === name)!;
  const found = haveClient(client.source);
  if (found === null) console.warn(`SKIPPED: ${name} is not to be had on this machine`);
  return found === null ? [] : [{ client, program: found.program, domain, file, token, signIn }];
}

function byLogin(tool: string): Tenant['signIn'] {
  return async (stage, domain) => {
    await awsPrints(stage, domain, 'login', '--tool', tool, '--repository', 'web');
  };
}

/** What AWS's login has NuGet do, which on mono lists its sources for ever where no terminal is; it encrypts the password. */
async function byNuGet(stage: Stage, domain: Domain): Promise<void> {
  const token = await aToken(stage, domain);
  const source = ['-name', `${domain.name}/web`, '-source', `${stage.endpoint}v3/index.json`];
  const args = ['sources', 'add', ...source, '-username', 'aws', '-password', token];
  const { code, output } = await runOnce({ args }, stage, stage.home.folder);
  expect(code, output).toBe(0);
}

/** As AWS's guide has it, with a token that somebody pasted. */
async function byHand(stage: Stage, domain: Domain): Promise<void> {
  stage.home.write('.m2/settings.xml', mavenSettings(stage.endpoint, await aToken(stage, domain)));
}

function aToken(stage: Stage, domain: Domain): Promise<string> {
  return awsPrints(stage, domain, 'get-authorization-token', '--query', 'authorizationToken', '--output', 'text');
}

const npmSettings = 'save-exact=true\n//npm.example/:_authToken=foreign\n';
const pipSettings = '[global]\ntimeout = 60\n';
/** As NuGet itself leaves a new one, but for nuget.org, which isn't there in a test. */
const nuGetSettings = '<?xml version="1.0" encoding="utf-8"?>\r\n<configuration />';

function mavenSettings(endpoint: string, token: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<settings>
  <servers>
    <server><id>other</id><username>ann</username><password>old</password></server>
    <server>
      <id>payments--web</id>
      <username>aws</username>
      <password>${token}</password>
    </server>
  </servers>
  <profiles>
    <profile>
      <id>payments--web</id>
      <activation><activeByDefault>true</activeByDefault></activation>
      <repositories><repository><id>payments--web</id><url>${endpoint}</url></repository></repositories>
    </profile>
  </profiles>
</settings>
`;
}

/** Where a client works: a project of its own in the home that all share. */
function aStageIn(home: CliHome, { client, domain, program }: Tenant, emulator: Emulator): Stage {
  const folder = `project-of-${client.client}`;
  const stage: Stage = {
    home,
    program,
    prepared: { options: [], env: {} },
    project: home.path(folder),
    cache: home.path('cache-0'),
    endpoint: `${emulator.url}/${client.format}/d/${domain.name}-${domain.owner}/web/`,
  };
  mkdirSync(stage.project);
  for (const [file, text] of Object.entries(client.files(stage))) home.write(path.join(folder, file), text);
  return stage;
}

/** What the AWS CLI prints, run in the home with its own package managers at hand. */
async function awsPrints(stage: Stage, { profile, name }: Domain, ...args: string[]): Promise<string> {
  const folders = [path.dirname(stage.program), path.dirname(process.execPath), process.env['PATH']];
  const env = { ...stage.home.env, PATH: folders.join(path.delimiter) };
  const command = ['codeartifact', ...args, '--domain', name, '--profile', profile];
  const { code, output } = await runOnce({ command: aws!.program, args: command, env }, stage, stage.home.folder);
  expect(code, output).toBe(0);
  return output.trim();
}

/** How the client's attempt ended, and how its repository answered. */
async function attempt({ client, domain }: Tenant, stage: Stage, emulator: Emulator) {
  const before = emulator.requests.length;
  const { code, output } = await fetchOnce(client, stage);
  const asked = emulator.requests.slice(before).filter(({ path: url }) => url.includes(`/${domain.name}-`));
  const has = (wanted: number) => asked.some(({ status }) => status === wanted);
  return { works: code === 0, served: has(200), refused: has(401), output };
}

describe.skipIf(aws === null)('a home that AWS’s login left', () => {
  test('is found whole, adopted, works with the real clients, and is given back to the byte', async () => {
    let ago = 13 * HOURS;
    const emulator = await anEmulator({ now: () => Date.now() - ago });
    const home = aCliHome(emulator);
    home.write(
      '.aws/config',
      '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n\n[profile other]\nregion = eu-west-1\naws_account_id = 444455556666\n',
    );
    const own = {
      '.npmrc': npmSettings,
      '.config/pip/pip.conf': pipSettings,
      '.config/NuGet/NuGet.Config': nuGetSettings,
    };
    for (const [file, text] of Object.entries(own)) home.write(file, text);

    const stages = tenants.map((tenant) => ({ tenant, stage: aStageIn(home, tenant, emulator) }));
    for (const { tenant, stage } of stages) {
      ago = tenant.token === 'fresh' ? 0 : 13 * HOURS;
      await tenant.signIn(stage, tenant.domain);
    }
    ago = 0;
    emulator.revokeIssuedTokens();
    const before = leftIn(home);
    const fetched = emulator.count('GetAuthorizationToken');
    for (const { tenant, stage } of stages) {
      const { output, ...outcome } = await attempt(tenant, stage, emulator);
      expect(outcome, `${tenant.client.name}: ${output}`).toEqual({ works: false, served: false, refused: true });
    }

    const { found } = await home.json<ScanReport>(['scan', '--json']);
    const seen = found.map(({ client, domain, domainOwner, repository, lifetime, refusal }) => {
      return { client, domain, domainOwner, repository, token: lifetime?.state ?? null, refusal };
    });
    expect(seen).toHaveLength(tenants.length);
    for (const { client, domain, token } of tenants) {
      const address = { domain: domain.name, domainOwner: domain.owner, repository: 'web' };
      expect(seen).toContainEqual({ client: client.client, ...address, token, refusal: null });
    }

    const adopted = await home.json<AdoptReport>(['adopt', '--json']);
    expect(adopted.leftOut).toEqual([]);
    expect(adopted.adopted).toHaveLength(tenants.length);
    expect(await home.run(['apply'])).toMatchObject({ code: 0, err: '' });
    expect(emulator.count('GetAuthorizationToken') - fetched).toBe(2);
    for (const { tenant, stage } of stages) {
      const { output, ...outcome } = await attempt(tenant, stage, emulator);
      expect(outcome, `${tenant.client.name}: ${output}`).toMatchObject({ works: true, served: true });
    }
    const { bindings } = await home.json<{ bindings: readonly { findings: readonly unknown[] }[] }>([
      'status',
      '--json',
    ]);
    expect(bindings.flatMap(({ findings }) => findings)).toEqual([]);

    expect(await home.run(['undo'])).toMatchObject({ code: 0 });
    expect(leftIn(home)).toEqual(before);
  }, 300_000);
});

/** Every client's file with its mode; a token that lives by its own word is kept nowhere, so it is not the old one that comes back. */
function leftIn(home: CliHome) {
  return tenants.map(({ file, token }) => {
    const text = home.read(file);
    return { file, mode: home.mode(file), text: token === 'fresh' ? text.replace(/eyJ2ZXI[\w.-]+/, 'TOKEN') : text };
  });
}
