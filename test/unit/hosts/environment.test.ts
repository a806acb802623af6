import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { clients } from '../../../shared/engine/clients/index.ts';
import type { ClientContext } from '../../../shared/engine/clients/client.ts';
import { lookOnce } from '../../../shared/engine/files/stamp.ts';
import { collectDesired } from '../../../shared/engine/plan/desired.ts';
import { askTargets } from '../../../shared/engine/plan/targets.ts';
import { initialSettings } from '../../../shared/engine/state/settings.ts';
import { nodeEnvironment } from '../../../shared/hosts/node/environment.ts';

const account = vi.hoisted(() => ({ home: '/home/account' as string | null }));

vi.mock('node:os', async (original) => {
  const real = await original<typeof os>();
  const userInfo = () => {
    if (account.home === null) throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
    return { ...real.userInfo(), homedir: account.home };
  };
  return { ...real, default: { ...real, userInfo }, userInfo };
});

beforeEach(() => void (account.home = '/home/account'));

test.skipIf(process.platform === 'win32')('HOME is the home, and the account has one of its own', () => {
  expect(nodeEnvironment({ HOME: '/tmp/h' })).toMatchObject({ home: '/tmp/h', accountHome: '/home/account' });
});

test.skipIf(process.platform === 'win32')('a HOME that is empty, relative or not there is none', () => {
  for (const env of [{ HOME: '' }, { HOME: 'h' }, { HOME: './h' }, { HOME: '~' }, {}]) {
    expect(nodeEnvironment(env)).toMatchObject({ home: '/home/account', accountHome: '/home/account' });
  }
});

test.skipIf(process.platform === 'win32')(
  'a user without an account has the home that HOME names, else the root',
  () => {
    account.home = null;
    expect(nodeEnvironment({ HOME: '/tmp/h' })).toMatchObject({ home: '/tmp/h', accountHome: '/tmp/h' });
    for (const env of [{ HOME: '' }, { HOME: 'h' }, {}]) {
      expect(nodeEnvironment(env)).toMatchObject({ home: '/', accountHome: '/' });
    }
  },
);

test.skipIf(process.platform === 'win32')('an account whose home is no absolute path has none', () => {
  account.home = '';
  expect(nodeEnvironment({})).toMatchObject({ home: '/', accountHome: '/' });
});

test('the demo touches no other home than its own', () => {
  expect(nodeEnvironment({ HOME: '/tmp/h', USERPROFILE: '/tmp/h', CODEARTIFACT_TRAY_DEMO: '1' }).accountHome).toBe(
    nodeEnvironment({ HOME: '/tmp/h', USERPROFILE: '/tmp/h' }).home,
  );
});

test.runIf(process.platform === 'linux')(
  'the state folder is absolute, whatever the variables that name it say',
  () => {
    const folderOf = (env: Record<string, string>) => nodeEnvironment({ HOME: '/tmp/h', ...env }).stateFolder;
    expect(folderOf({})).toBe('/tmp/h/.config/codeartifact-tray');
    expect(folderOf({ XDG_CONFIG_HOME: '/etc/x' })).toBe('/etc/x/codeartifact-tray');
    expect(folderOf({ XDG_CONFIG_HOME: 'x' })).toBe('/tmp/h/.config/codeartifact-tray');
    expect(folderOf({ HOME: 'h' })).toBe('/home/account/.config/codeartifact-tray');
    expect(folderOf({ CODEARTIFACT_TRAY_HOME: 'state' })).toBe(path.resolve('state'));
    expect(folderOf({ CODEARTIFACT_TRAY_HOME: '' })).toBe('/tmp/h/.config/codeartifact-tray');
  },
);

/** Every variable that names a folder or file for some client. */
const NAMES = [
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'DOTNET_CLI_HOME',
  'CARGO_HOME',
  'GRADLE_USER_HOME',
  'NPM_CONFIG_USERCONFIG',
  'PIP_CONFIG_FILE',
  'UV_CONFIG_FILE',
  'POETRY_CONFIG_DIR',
  'PDM_CONFIG_FILE',
  'HATCH_CONFIG',
  'NETRC',
  'GOENV',
  'COURSIER_CONFIG_DIR',
  'BUNDLE_USER_CONFIG',
  'BUNDLE_USER_HOME',
  'BUNDLE_CONFIG',
  'GEMRC',
  'APPDATA',
  'LOCALAPPDATA',
];

test.skipIf(process.platform === 'win32')(
  'every target is an absolute path where such variables are relative',
  async () => {
    const relative = Object.fromEntries(NAMES.map((name) => [name, 'rel/here']));
    const env = { HOME: 'h', ...relative, JAVA_TOOL_OPTIONS: '-Duser.home=java' };
    const environment = nodeEnvironment(env);
    const endpoint = 'https://acme-111122223333.d.codeartifact.us-east-1.amazonaws.com/x/repo/';
    for (const { name, targets } of clients) {
      const context: ClientContext = { environment, exists: async () => false, read: async () => null };
      const binding = { endpoint, repository: 'repo', options: {}, domain: 'acme', domainOwner: '111122223333' };
      const found = await targets({ ...binding, projectPath: null }, context);
      const paths = found.ok ? found.value.map((target) => target.path) : [];
      expect([name, paths.filter((file) => !path.isAbsolute(file))]).toEqual([name, []]);
    }
  },
);

test('a target that is relative all the same is refused, with what to do', async () => {
  const settings = {
    ...initialSettings,
    tokens: [{ id: 't', profile: 'p', region: 'us-east-1', domain: 'acme', domainOwner: '111122223333' }],
    bindings: [
      {
        id: 'b',
        projectId: 'user',
        client: 'cargo',
        tokenId: 't',
        repository: 'repo',
        options: {},
        enabled: true,
        endpoint: 'https://acme-111122223333.d.codeartifact.us-east-1.amazonaws.com/cargo/repo/',
      } as const,
    ],
  };
  const environment = { ...nodeEnvironment({}), home: 'relative', accountHome: 'relative', env: {} };
  const context: ClientContext = { environment, exists: async () => false, read: async () => null };
  const desired = await collectDesired(settings, askTargets(settings, context, new Map(), lookOnce()));
  expect(desired.files).toEqual([]);
  expect(desired.problems.get('b')).toMatchObject({ code: 'fileInvalid', advice: expect.stringContaining('absolute') });
});
