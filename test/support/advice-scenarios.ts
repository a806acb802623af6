import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import type { CliHome } from './cli-home.ts';
import { commandIn, runShell } from './follow-advice.ts';
import { redirectScenarios } from './redirect-scenarios.ts';
import { setupScenarios } from './setup-scenarios.ts';
import { scanScenarios } from './scan-scenarios.ts';

/** One advice as its source has it, and what somebody does who reads it. */
export type Scenario = {
  /** Brings the home into the state that is refused. */
  readonly arrange: (home: CliHome, endpoint: (format: string) => string) => void | Promise<void>;
  /** What is refused: arguments of the CLI. */
  readonly refused: readonly string[];
  readonly env?: Record<string, string>;
  /** Does what the advice says, to the letter, then `refused` is run again, without `env` where that is what had to go. */
  readonly follow: (home: CliHome, err: string) => void | Promise<unknown>;
  /** True where it is no refusal but a finding, which is gone afterwards. */
  readonly reports?: true;
  /** What works then, where it is not `refused` itself. */
  readonly works?: readonly string[];
};

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];

function login(tool: string, ...more: readonly string[]): readonly string[] {
  return ['login', '--tool', tool, ...ADDRESS, ...more];
}

/** Copies the command that was printed into a shell. */
async function run(home: CliHome, err: string) {
  return runShell(home, commandIn(err));
}

async function binding(home: CliHome, ...args: readonly string[]): Promise<string> {
  return (await home.run(['add', ...args])).out.trim();
}

const nothing = () => {};

/** By the advice as it stands in the source; several ways to come by one have a note behind ` # `. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  '`Create ${name}, or switch the repository on at user level.`': {
    arrange: (home) => home.write('lab/x', ''),
    refused: login('uv', '--project', 'lab'),
    follow: (home) => home.write('lab/pyproject.toml', '[project]\nname = "lab"\nversion = "1"\n'),
  },
  '`Create ${name}, or switch the repository on at user level.` # the command': {
    arrange: (home) => home.write('lab/x', ''),
    refused: login('uv', '--project', 'lab'),
    follow: run,
    works: ['exec', '--', 'true'],
  },
  "'Add the repository at user level, where it holds for every project.'": {
    arrange: (home) => home.write('lab/x', ''),
    refused: login('netrc', '--project', 'lab'),
    follow: run,
    works: login('netrc'),
  },
  "'Create one in the project, or switch the repository on at user level.'": {
    arrange: (home) => home.write('lab/x', ''),
    refused: login('pip', '--project', 'lab'),
    follow: async (home, err) =>
      runShell(home, commandIn(err).replace('python3 -m venv', 'python3 -m venv --without-pip')),
  },
  "'Add a [tool.poetry] table with one setting, or switch the repository on for another client.'": {
    arrange: (home) => home.write('pyproject.toml', '[project]\nname = "x"\n\n[tool.uv]\npackage = true\n'),
    refused: login('poetry', '--project', '.'),
    follow: (home) =>
      home.write('pyproject.toml', `${home.read('pyproject.toml')}\n[tool.poetry]\npackage-mode = false\n`),
  },
  '\'Give it one, such as name = "pypi".\'': {
    arrange: (home) => home.write('Pipfile', '[[source]]\nurl = "https://pypi.org/simple"\nverify_ssl = true\n'),
    refused: login('pipenv', '--project', '.'),
    follow: (home) => home.write('Pipfile', `${home.read('Pipfile')}name = "pypi"\n`),
  },
  "'Unset PIP_CONFIG_FILE.'": {
    arrange: nothing,
    refused: login('pip'),
    env: { PIP_CONFIG_FILE: '/dev/null' },
    follow: nothing,
  },
  '`Unset ${variable}.`': { arrange: nothing, refused: login('uv'), env: { UV_NO_CONFIG: '1' }, follow: nothing },
  "'Unset GOENV.'": {
    arrange: nothing,
    refused: login('go', '--proxy-url', 'https://go.example.com/web'),
    env: { GOENV: 'off' },
    follow: nothing,
  },
  "'Unset BUNDLE_IGNORE_CONFIG.'": {
    arrange: nothing,
    refused: login('ruby'),
    env: { BUNDLE_IGNORE_CONFIG: '1' },
    follow: nothing,
  },
  "'Unset COURSIER_CREDENTIALS, or give it the path of a file.'": {
    arrange: nothing,
    refused: login('sbt'),
    env: { COURSIER_CREDENTIALS: 'repo.example ann:x' },
    follow: nothing,
  },
  "'Give the comment a line of its own.'": {
    arrange: (home) => home.write('.npmrc', 'registry=https://first.example/ ; mine\n'),
    refused: login('pnpm'),
    follow: (home) => home.write('.npmrc', '; mine\nregistry=https://first.example/\n'),
  },
  "'Remove the line to let the app keep it.'": {
    arrange: (home, endpoint) =>
      home.write('.npmrc', `${endpoint('npm').replace('http:', '')}:_authToken=\${SOME_TOKEN}\nfund=false\n`),
    refused: login('npm'),
    follow: (home) => home.write('.npmrc', 'fund=false\n'),
  },
  "'Remove it to let the app keep it, or have the app use another name.'": {
    arrange: (home) =>
      home.write(
        '.m2/settings.xml',
        '<settings><servers><server><id>platform--web</id><username>ann</username><password>{COQLCE6DU6GtcS5P=}</password></server></servers></settings>\n',
      ),
    refused: login('maven'),
    follow: (home) => home.write('.m2/settings.xml', '<settings>\n</settings>\n'),
  },
  "'Remove it to let the app keep it, or have the app use another name.' # another name": {
    arrange: (home) =>
      home.write(
        '.m2/settings.xml',
        '<settings><servers><server><id>platform--web</id><username>ann</username><password>{COQLCE6DU6GtcS5P=}</password></server></servers></settings>\n',
      ),
    refused: login('maven'),
    follow: nothing,
    works: login('maven', '--server-id', 'another'),
  },
  "'Bring the folder back, or remove the binding.'": {
    arrange: async (home) => {
      home.write('shop/.npmrc', '; shop\n');
      await home.run(login('npm', '--project', 'shop'));
      renameSync(home.path('shop'), home.path('gone'));
    },
    refused: ['apply'],
    follow: (home) => renameSync(home.path('gone'), home.path('shop')),
  },
  "'Bring the folder back, or remove the binding.' # the command": {
    arrange: async (home) => {
      home.write('shop/.npmrc', '; shop\n');
      await home.run(login('npm', '--project', 'shop'));
      rmSync(home.path('shop'), { recursive: true });
    },
    refused: ['apply'],
    follow: run,
  },
  "'Switch the other repository off first.'": {
    arrange: async (home) => {
      await home.run(login('npm'));
      const tools = await binding(home, '--tool', 'npm', '--domain', 'platform', '--repository', 'tools');
      changeSettings(home, ({ bindings, ...settings }) => ({
        ...settings,
        bindings: bindings.map((one) => ({ ...one, enabled: one.enabled || one.id === tools })),
      }));
    },
    refused: ['apply'],
    follow: run,
  },
  "'Switch it off first; both want the same line.'": {
    arrange: async (home) => {
      await home.run(login('npm'));
      home.write('id', await binding(home, '--tool', 'npm', '--domain', 'platform', '--repository', 'tools'));
    },
    refused: ['enable', '@ID@'],
    follow: run,
  },
  "'Make the file writable for your user.'": {
    arrange: (home) => home.write('.npmrc', 'fund=false\n', 0o444),
    refused: login('npm'),
    follow: run,
  },
  "'Move it away, or choose another file.'": {
    arrange: (home) => mkdirSync(home.path('.npmrc')),
    refused: login('npm'),
    follow: (home) => renameSync(home.path('.npmrc'), home.path('.npmrc.old')),
  },
  "'Replace the hard links by symbolic links to one file.'": {
    arrange(home) {
      home.write('dotfiles/npmrc', 'fund=false\n');
      linkSync(home.path('dotfiles/npmrc'), home.path('.npmrc'));
    },
    refused: login('npm'),
    follow(home) {
      rmSync(home.path('.npmrc'));
      symlinkSync('dotfiles/npmrc', home.path('.npmrc'));
    },
  },
  "'Check that the path names the right file.'": {
    arrange: (home) => home.write('big', Buffer.alloc(6 * 1024 * 1024, '\n')),
    refused: login('npm'),
    env: { NPM_CONFIG_USERCONFIG: '@HOME@/big' },
    follow: nothing,
  },
  '`Create ${aim}, or remove the link.`': {
    arrange: (home) => symlinkSync('dotfiles', home.path('.npmrc')),
    refused: login('npm'),
    follow: (home) => home.write('dotfiles', ''),
  },
  "'Remove the link or point it at a file.'": {
    arrange: (home) => symlinkSync('.npmrc', home.path('.npmrc')),
    refused: login('npm'),
    follow: (home) => rmSync(home.path('.npmrc')),
  },
  "'Move the file that stands in the way.'": {
    arrange: (home) => home.write('.config/pip', ''),
    refused: login('pip'),
    follow: (home) => renameSync(home.path('.config/pip'), home.path('.config/pip.old')),
  },
  '\'Save it as UTF-8; Windows PowerShell writes UTF-16 with ">".\'': {
    arrange: (home) => home.write('.npmrc', Buffer.from('\uFEFFfund=false\n', 'utf16le')),
    refused: login('npm'),
    follow: (home) => home.write('.npmrc', 'fund=false\n'),
  },
  "'Save the file as UTF-8.'": {
    arrange: (home) => home.write('.npmrc', Buffer.from('; caf\u00E9\n', 'latin1')),
    refused: login('npm'),
    follow: (home) => home.write('.npmrc', '; caf\u00E9\n'),
  },
  "'Restore the file from a backup, or move it away.'": {
    arrange: (home) => home.write('.npmrc', Buffer.from('fund=false\0\n')),
    refused: login('npm'),
    follow: (home) => renameSync(home.path('.npmrc'), home.path('.npmrc.old')),
  },
  "'Save the file as UTF-8 without a byte order mark.'": {
    arrange: (home) => home.write('pyproject.toml', '\uFEFF[tool.poetry]\npackage-mode = false\n'),
    refused: login('poetry', '--project', '.'),
    follow: (home) => home.write('pyproject.toml', '[tool.poetry]\npackage-mode = false\n'),
  },
  '`Correct line ${line}.`': {
    arrange: (home) => home.write('.cargo/config.toml', 'a = 1\nb = [\n'),
    refused: login('cargo'),
    follow: (home) => home.write('.cargo/config.toml', 'a = 1\nb = []\n'),
  },
  "'Create it, or correct the path.'": {
    arrange: nothing,
    refused: login('npm', '--project', 'lab'),
    follow: (home) => mkdirSync(home.path('lab')),
  },
  "'See which there are.'": {
    arrange: async (home) => void (await binding(home, '--tool', 'npm', ...ADDRESS)),
    refused: ['enable', 'b-0000000000'],
    follow: async (home, err) => home.write('id', /b-\w{10}/.exec((await run(home, err)).out)?.[0] ?? ''),
    works: ['enable', '@ID@'],
  },
  "'Switch one on.'": {
    arrange: async (home) => void (await binding(home, '--tool', 'npm', ...ADDRESS)),
    refused: ['exec', '--', 'true'],
    follow: run,
  },
  "'Run it in the folder of a project that has one.'": {
    arrange: async (home) => {
      home.write('lab/x', '');
      await home.run(login('npm', '--project', 'lab'));
    },
    refused: ['exec', '--', 'true'],
    follow: async (home, err) => runShell(home, `${commandIn(err)} && codeartifact-tray exec -- touch done`),
    works: ['doctor'],
  },
  '\'Add one with "codeartifact-tray login"; with --exec-only it writes no file.\'': {
    arrange: nothing,
    refused: ['exec', '--', 'true'],
    follow: async (home) => home.run(login('npm', '--exec-only')),
  },
  '`Correct the file, or move it away to start anew: ${loss}.`': {
    arrange: (home) => home.write('state/settings.json', '{', 0o600),
    refused: login('npm'),
    follow: run,
  },
  "'Paste the message into standard input.'": {
    arrange: nothing,
    refused: ['explain-error', 'nowhere.log'],
    follow: async (home) => runShell(home, "echo 'npm error code E401' | codeartifact-tray explain-error"),
    works: ['status'],
  },
  "'Look whether what is in it is yours, then take their right to write away.'": {
    arrange(home) {
      mkdirSync(home.path('state'), { mode: 0o700 });
      chmodSync(home.path('state'), 0o777);
    },
    refused: login('npm'),
    follow: run,
  },
  "'Remove the binding, too.'": {
    arrange: async (home) => {
      home.write('shop/.npmrc', '; shop\n');
      await home.run(login('npm', '--project', 'shop'));
      changeSettings(home, (settings) => ({ ...settings, projects: [] }));
    },
    refused: ['apply'],
    follow: run,
  },
  "'Update it, or remove the binding.'": {
    arrange: async (home) => {
      await home.run(login('npm'));
      changeSettings(home, ({ bindings, ...settings }) => ({
        ...settings,
        bindings: bindings.map((one) => ({ ...one, client: 'crane' })),
      }));
    },
    refused: ['apply'],
    follow: removeOnly,
  },
  "'Remove the binding and add it again.'": {
    arrange: async (home) => {
      await binding(home, '--tool', 'npm', ...ADDRESS);
      changeSettings(home, ({ bindings, ...settings }) => ({
        ...settings,
        tokens: [],
        bindings: bindings.map((one) => ({ ...one, enabled: true })),
      }));
    },
    refused: ['apply'],
    follow: removeOnly,
    works: login('npm'),
  },
  "'Apply the pending changes.'": {
    arrange: async (home) => {
      await home.run(['enable', await binding(home, '--tool', 'gradle', ...ADDRESS)]);
    },
    refused: ['doctor'],
    reports: true,
    follow: async (home) => runShell(home, 'codeartifact-tray apply'),
  },
  '\'Apply the pending changes, or add the lines that "codeartifact-tray snippet" prints.\'': {
    arrange: async (home) => {
      await home.run(['enable', await binding(home, '--tool', 'npm', ...ADDRESS)]);
    },
    refused: ['doctor'],
    reports: true,
    follow: async (home) => runShell(home, 'codeartifact-tray apply'),
  },
  '`Add the line "${name}" to ${list} beside it.`': {
    arrange: async (home) => {
      home.write('shop/Dockerfile', 'FROM node:24\nCOPY . .\n');
      await home.run(login('env', '--project', 'shop'));
    },
    refused: ['doctor'],
    reports: true,
    follow: (home) => home.write('shop/.dockerignore', '.env\n'),
  },
  "'Move what it holds into the other file, and remove it.'": {
    arrange: async (home) => {
      home.write('.cargo/config', 'a = 1\n');
      home.write('.cargo/config.toml', 'b = 1\n');
      await home.run(login('cargo'));
    },
    refused: ['doctor'],
    reports: true,
    follow: (home) => rmSync(home.path('.cargo/config.toml')),
  },
  "'Put the registry in front of it, as in //registry.example/:_authToken, or remove the line.'": {
    arrange: async (home) => {
      home.write('.npmrc', '_authToken=x\n');
      await home.run(login('npm'));
    },
    refused: ['doctor'],
    reports: true,
    follow: (home) => home.write('.npmrc', home.read('.npmrc').replace('_authToken=x\n', '')),
  },
  "'Put a file of the project in the place of the link, or switch the repository on at user level.'": {
    arrange(home) {
      home.write('other/npmrc', 'fund=false\n');
      mkdirSync(home.path('lab'));
      symlinkSync('../other/npmrc', home.path('lab/.npmrc'));
    },
    refused: login('npm', '--project', 'lab'),
    follow(home) {
      rmSync(home.path('lab/.npmrc'));
      home.write('lab/.npmrc', 'fund=false\n');
    },
  },
  ...redirectScenarios,
  ...scanScenarios,
  ...setupScenarios,
};

type Settings = { readonly bindings: readonly { readonly id: string; readonly enabled: boolean }[] };

function changeSettings(home: CliHome, change: (settings: Settings) => object): void {
  const settings = JSON.parse(home.read('state/settings.json')) as Settings;
  home.write('state/settings.json', JSON.stringify(change(settings)), 0o600);
}

async function removeOnly(home: CliHome): Promise<void> {
  const { bindings } = JSON.parse(home.read('state/settings.json')) as Settings;
  for (const { id } of bindings) await home.run(['remove', id]);
}
