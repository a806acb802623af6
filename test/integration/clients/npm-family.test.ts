import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findClient } from '../../../shared/engine/clients/index.ts';
import type { ClientBinding, ClientContext } from '../../../shared/engine/clients/client.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

const FAMILY = ['npm', 'pnpm', 'yarn', 'bun', 'deno'];
const TOKEN_KEY = '//d.example/npm/web/:_authToken';

function aBinding(endpoint: string, changes: Partial<ClientBinding> = {}): ClientBinding {
  return {
    endpoint,
    domain: 'platform',
    domainOwner: '111122223333',
    repository: 'web',
    options: {},
    projectPath: null,
    ...changes,
  };
}

/** A Linux machine with these files in the home `/home/ann`. */
function aMachine(files: Readonly<Record<string, string>> = {}, env: Record<string, string> = {}): ClientContext {
  const textOf = (file: string) => files[file.replace('/home/ann/', '')] ?? null;
  return {
    environment: { platform: 'linux', home: '/home/ann', accountHome: '/home/ann', env, stateFolder: '/state' },
    exists: async (file) => textOf(file) !== null,
    read: async (file) => textOf(file),
  };
}

async function targetsOf(name: string, binding: ClientBinding, context: ClientContext) {
  const result = await findClient(name)!.targets(binding, context);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.map(({ path, entries }) => ({
    path: path.replace('/home/ann/', ''),
    entries: Object.fromEntries(
      entries.map(({ entry, value }) => [entry.map((step) => stepText(step)).join(' > '), value]),
    ),
  }));
}

/** Switches the repository on in the project `shop` of the home, or at user level, and applies. */
async function switchOn(home: CliHome, client: string, project: string) {
  const engine = anEngine({ home, clock: manualClock(), aws: aTokenService(manualClock()) });
  await engine.ask('binding.add', {
    project,
    client,
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    options: {},
    enabled: true,
  });
  await engine.ask('plan.apply', {});
  return { engine, binding: (await engine.state()).bindings[0]! };
}

describe.each(FAMILY)('%s', (client) => {
  // Not converted: which bytes it should be instead is for its owner to say.
  test('[utf-16] a UTF-16 .npmrc is refused and stays as it is', async () => {
    const home = aCliHome(null);
    const bytes = Buffer.from('\uFEFFregistry=https://old.example/\r\n', 'utf16le');
    home.write('.npmrc', bytes);
    const { binding } = await switchOn(home, client, 'user');
    expect(binding).toMatchObject({ state: 'refused', problem: { code: 'fileInvalid' } });
    expect(home.bytes('.npmrc')).toEqual(bytes);
  });

  test('[placeholder] a placeholder in the place of the token is left alone', async () => {
    const home = aCliHome(null);
    home.write('.npmrc', `${TOKEN_KEY}=\${NPM_TOKEN}\n`);
    const { binding } = await switchOn(home, client, 'user');
    expect(binding).toMatchObject({ state: 'refused', problem: { code: 'envManaged' } });
    expect(home.read('.npmrc')).toBe(`${TOKEN_KEY}=\${NPM_TOKEN}\n`);
  });

  test('[tracked-project-file] a tracked .npmrc of a project gets the registry, and the token stays out of the repository', async () => {
    const home = aCliHome(null);
    home.write('shop/.npmrc', 'fund=false\n');
    const git = (...args: string[]) => execFileSync('git', ['-C', home.path('shop'), ...args], { env: home.env });
    git('init', '--quiet');
    git('add', '.npmrc');
    const { binding } = await switchOn(home, client, home.path('shop'));
    expect(binding.state).toBe('inSync');
    expect(home.read('shop/.npmrc')).toBe('fund=false\nregistry=https://d.example/npm/web/\n');
    expect(home.read('.npmrc')).toContain(`${TOKEN_KEY}=eyJ2ZXIiOjEs`);
  });

  test('[literal-project-token] a literal token in a project file is found before ours, and not written to', async () => {
    const home = aCliHome(null);
    const stale = `${TOKEN_KEY}=${aCodeArtifactToken({ isu: 1_000_000_000 })}\n`;
    home.write('shop/.npmrc', stale);
    const { engine } = await switchOn(home, client, home.path('shop'));
    expect(home.read('shop/.npmrc')).toBe(`${stale}registry=https://d.example/npm/web/\n`);
    const [explanation] = await engine.ask('doctor.explain', {});
    expect(explanation!.signsInBy).toMatchObject({ kind: 'stale', origin: { path: home.path('shop/.npmrc') } });
  });

  test('[several-domains] each host and repository has its own key, so that no token goes elsewhere', async () => {
    const endpoints = [
      'https://a-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/web/',
      'https://a-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/tools/',
      'https://b-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/web/',
      'https://a-111122223333.d.codeartifact.eu-west-1.on.aws/npm/web/',
      'https://a-111122223333.d.codeartifact.cn-north-1.amazonaws.com.cn/npm/web/',
    ];
    const keys = await Promise.all(
      endpoints.map(async (endpoint) => {
        const [target] = await targetsOf(client, aBinding(endpoint, { options: { scope: '@acme' } }), aMachine());
        return Object.entries(target!.entries).flatMap(([key, value]) => (value === TOKEN_SLOT ? [key] : []));
      }),
    );
    expect(keys).toEqual(endpoints.map((endpoint) => [`${endpoint.replace('https:', '')}:_authToken`]));
  });
});

describe('pnpm', () => {
  test.each([
    ['the token', `a=1\n${TOKEN_KEY} = "old" ; mine\n`, 2],
    ['the registry', 'registry=https://d.example/npm/web/ # mine\n', 1],
  ])(
    '[comment-behind-token] a comment behind %s is refused, because pnpm 12 reads it as part of the value',
    async (_, text, line) => {
      const home = aCliHome(null);
      home.write('.npmrc', text);
      const { binding } = await switchOn(home, 'pnpm', 'user');
      expect(binding).toMatchObject({ state: 'refused', problem: { code: 'fileInvalid' } });
      expect(binding.problem!.message).toContain(`Line ${line} of `);
      expect(binding.problem!.message).not.toContain('old');
      expect(home.read('.npmrc')).toBe(text);
    },
  );

  test('a comment behind a line of somebody else is none of our business', async () => {
    const found = await targetsOf(
      'pnpm',
      aBinding('https://d.example/npm/web/'),
      aMachine({ '.npmrc': 'fund=false ; mine\n' }),
    );
    expect(found).toHaveLength(1);
  });

  test('[auth-ini] its own files are only written where they name the registry or hold its token', async () => {
    const files = {
      '.config/pnpm/auth.ini': `${TOKEN_KEY}=old\n//e.example/:_authToken=x\n`,
      '.config/pnpm/config.yaml': 'storeDir: ~/store\nregistries:\n  default: https://old.example/\n',
    };
    const user = await targetsOf('pnpm', aBinding('https://d.example/npm/web/'), aMachine(files));
    expect(user.slice(1)).toEqual([
      { path: '.config/pnpm/config.yaml', entries: { 'registries > default': 'https://d.example/npm/web/' } },
      { path: '.config/pnpm/auth.ini', entries: { [TOKEN_KEY]: TOKEN_SLOT } },
    ]);
    const binding = aBinding('https://d.example/npm/web/', { projectPath: '/home/ann/shop' });
    const project = await targetsOf('pnpm', binding, aMachine(files));
    expect(project.map(({ path }) => path)).toEqual(['shop/.npmrc', '.npmrc', '.config/pnpm/auth.ini']);
  });

  test('its folder is where each platform has it', async () => {
    const binding = aBinding('https://d.example/npm/web/');
    const filesOn = async (platform: 'darwin' | 'win32', home: string, env: Record<string, string>) => {
      const read: string[] = [];
      const context = { ...aMachine(), environment: { ...aMachine().environment, platform, home, env } };
      await findClient('pnpm')!.targets(binding, { ...context, read: async (file) => (read.push(file), null) });
      return read.find((file) => file.endsWith('auth.ini'));
    };
    expect(await filesOn('darwin', '/Users/ann', {})).toBe('/Users/ann/Library/Preferences/pnpm/auth.ini');
    const local = { LOCALAPPDATA: String.raw`C:\Users\Ann\AppData\Local` };
    expect(await filesOn('win32', String.raw`C:\Users\Ann`, local)).toBe(
      String.raw`C:\Users\Ann\AppData\Local\pnpm\config\auth.ini`,
    );
  });

  test.each([{}, { scope: '@acme' }])('one variable brings registry and token: %j', (options) => {
    const scope = 'scope' in options ? '@acme' : '@';
    expect(findClient('pnpm')!.variables(aBinding('https://d.example/npm/web/', { options }))).toEqual({
      pnpm_config__auth: `{"https://d.example/npm/web/":{"${scope}":{"authToken":"${TOKEN_SLOT}"}}}`,
    });
  });
});

describe('variables', () => {
  test('a scope has none where a client only knows those of the default registry', () => {
    const binding = aBinding('https://d.example/npm/web/', { options: { scope: '@acme' } });
    for (const name of ['yarn-berry', 'bun']) expect(findClient(name)!.variables(binding), name).toEqual({});
  });

  test('[moved-files] the .npmrc that NPM_CONFIG_USERCONFIG names is used by all but Deno', async () => {
    const machine = aMachine({}, { NPM_CONFIG_USERCONFIG: '/etc/ann.npmrc' });
    for (const name of FAMILY) {
      const [target] = await targetsOf(name, aBinding('https://d.example/npm/web/'), machine);
      expect(target!.path, name).toBe(name === 'deno' ? '.npmrc' : '/etc/ann.npmrc');
    }
  });
});
