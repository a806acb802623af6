import { describe, expect, test } from 'vitest';
import { entryText } from '../../../shared/engine/editors/text/entry-path.ts';
import { ruby } from '../../../shared/engine/clients/ruby.ts';
import type { ClientBinding, ClientContext } from '../../../shared/engine/clients/client.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';

const HOST = 'my-dom-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const HOST_KEY = 'BUNDLE_MY___DOM___111122223333__D__CODEARTIFACT__EU___WEST___1__AMAZONAWS__COM';

const binding: ClientBinding = {
  endpoint: `https://${HOST}/ruby/web/`,
  domain: 'my-dom',
  domainOwner: '111122223333',
  repository: 'web',
  options: {},
  projectPath: null,
};

/** A Linux machine with these files in the home `/home/ann`. */
function aMachine(files: Readonly<Record<string, string>> = {}, env: Record<string, string> = {}): ClientContext {
  const textOf = (file: string) => files[file.replace('/home/ann/', '')] ?? null;
  return {
    environment: { platform: 'linux', home: '/home/ann', accountHome: '/home/ann', env, stateFolder: '/state' },
    exists: async (file) => Object.keys(files).some((name) => `/home/ann/${name}`.startsWith(file)),
    read: async (file) => textOf(file),
  };
}

async function pathsOn(machine: ClientContext): Promise<string[]> {
  const result = await ruby.targets(binding, machine);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.map(({ path }) => path.replace('/home/ann/', ''));
}

describe('the key of Bundler’s credential', () => {
  test('[bundler-keys] is the host as Bundler encodes it, in files and as a variable', async () => {
    const targets = await ruby.targets(binding, aMachine());
    expect(targets).toMatchObject({
      value: [{ entries: [{ entry: [HOST_KEY], value: `aws:${TOKEN_SLOT}` }] }, {}, {}],
    });
    expect(ruby.variables(binding)).toEqual({ [HOST_KEY]: `aws:${TOKEN_SLOT}` });
  });

  test('[bundler-keys] of the URL comes before that of the host where a client looks', async () => {
    const { credential } = await ruby.lookup({ ...binding, projectPath: '/home/ann/shop' }, aMachine());
    const urlKey = `BUNDLE_HTTPS://${HOST_KEY.slice('BUNDLE_'.length)}/RUBY/WEB/`;
    const shown = credential.map((place) =>
      place.kind === 'variable'
        ? `$${place.variable}`
        : `${place.path.replace('/home/ann/', '')} ${entryText(place.entry)}`,
    );
    expect(shown).toEqual([
      `shop/.bundle/config ${urlKey}`,
      `$${urlKey}`,
      `.bundle/config ${urlKey}`,
      `shop/.bundle/config ${HOST_KEY}`,
      `$${HOST_KEY}`,
      `.bundle/config ${HOST_KEY}`,
    ]);
  });
});

describe('its files', () => {
  test.each([
    ['BUNDLE_USER_HOME', { BUNDLE_USER_HOME: '/home/ann/b' }, 'b/config'],
    ['BUNDLE_USER_CONFIG', { BUNDLE_USER_HOME: '/b', BUNDLE_USER_CONFIG: '/home/ann/c' }, 'c'],
    ['BUNDLE_CONFIG', { BUNDLE_CONFIG: '/home/ann/d', BUNDLE_USER_CONFIG: '/home/ann/c' }, 'd'],
  ])('[moved-files] Bundler’s is the one that %s names', async (_, env, file) => {
    expect((await pathsOn(aMachine({}, env)))[0]).toBe(file);
  });

  test('.gemrc is the one that gem reads: the last of GEMRC, ~/.gemrc, or that of the XDG folder while the other is missing', async () => {
    const gemrc = async (files: Record<string, string>, env: Record<string, string> = {}) =>
      (await pathsOn(aMachine(files, env)))[1];
    expect(await gemrc({})).toBe('.gemrc');
    expect(await gemrc({ '.config/gem/gemrc': '' })).toBe('.config/gem/gemrc');
    expect(await gemrc({ '.config/gem/gemrc': '', '.gemrc': '' })).toBe('.gemrc');
    expect(await gemrc({}, { GEMRC: '/home/ann/one:/home/ann/two' })).toBe('two');
  });

  test('a ~/.gem is used where it is, and never made', async () => {
    const credentials = async (files: Record<string, string>) => (await pathsOn(aMachine(files)))[2];
    expect(await credentials({})).toBe('.local/share/gem/credentials');
    expect(await credentials({ '.gem/ruby/3.1.0/gem': '' })).toBe('.gem/credentials');
    expect(await credentials({ '.gem/ruby/3.1.0/gem': '', '.local/share/gem/credentials': '' })).toBe(
      '.local/share/gem/credentials',
    );
  });

  test('[permissions] the credentials are 0600, which gem insists on, and get their mode back', async () => {
    const home = aCliHome(null);
    home.write('.gem/credentials', ':rubygems_api_key: rubygems_0\n', 0o644);
    const engine = anEngine({ home, clock: manualClock(), aws: aTokenService(manualClock()) });
    const { bindingId } = await engine.ask('binding.add', {
      project: 'user',
      client: 'ruby',
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      options: {},
      enabled: true,
    });
    await engine.ask('plan.apply', {});
    if (process.platform !== 'win32') expect(home.mode('.gem/credentials')).toBe(0o600);
    await engine.ask('binding.setEnabled', { bindingId, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.gem/credentials')).toBe(':rubygems_api_key: rubygems_0\n');
    if (process.platform !== 'win32') expect(home.mode('.gem/credentials')).toBe(0o644);
  });
});

test('a machine whose Bundler reads no configuration is told which variable to unset', async () => {
  expect(await ruby.targets(binding, aMachine({}, { BUNDLE_IGNORE_CONFIG: '1' }))).toMatchObject({
    ok: false,
    error: { code: 'fileUnreadable', advice: 'Unset BUNDLE_IGNORE_CONFIG.' },
  });
});

test('what is left to copy holds no token', () => {
  const texts = ruby.snippets!(binding).map(({ text }) => text);
  expect(texts).toEqual([
    `source "https://${HOST}/ruby/web/"\n`,
    `gem push --key codeartifact_api_key --host https://${HOST}/ruby/web NAME-VERSION.gem\n`,
  ]);
});
