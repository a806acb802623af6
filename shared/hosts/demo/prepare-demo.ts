import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator } from '../../emulator/index.ts';
import { killGroup } from '../../adapters/kill-group.ts';
import { exportLine, isShellName } from '../node/shell-syntax.ts';
import { isClientVariable } from '../node/client-variables.ts';
import { demoAwsFiles, demoDomains, demoPrincipals, demoSso } from './demo-account.ts';
import { demoSettings } from './demo-settings.ts';

export type Demo = {
  /** The throw-away home. */
  readonly folder: string;
  /** What to type in a second terminal to use the demo's projects with the real package managers. */
  readonly tryOut: readonly string[];
  /** Variables that make this machine look like the demo's. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that would lead out of the demo. */
  readonly unset: readonly string[];
  /** Stops the emulator and deletes the home. */
  remove(): Promise<void>;
};

/** Makes a home with two profiles, one of which signs in by SSO, two domains and three projects, and an emulator of CodeArtifact that serves them. */
export async function prepareDemo({ tokenLifetimeSeconds }: { readonly tokenLifetimeSeconds: number }): Promise<Demo> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'codeartifact-demo-')));
  const emulator = await startEmulator({
    domains: demoDomains,
    principals: demoPrincipals,
    sso: demoSso(tokenLifetimeSeconds),
    tokenLifetimeSeconds,
  });
  const projects = ['web-store', 'forecasts', 'design-kit'].map((name) => path.join(folder, 'src', name));
  const [webStore = '', forecasts = '', designKit = ''] = projects;
  await writeFiles(folder, {
    ...demoAwsFiles(emulator.url, emulator.signInBySso()),
    '.npmrc': '; settings of your own stay as they are\nfund=false\nsave-exact=true\n',
    [path.relative(folder, path.join(webStore, 'package.json'))]: '{ "name": "web-store", "private": true }\n',
    [path.relative(folder, path.join(webStore, '.npmrc'))]: '# the team asked for this\nengine-strict=true\n',
    [path.relative(folder, path.join(forecasts, 'requirements.txt'))]: 'hello-codeartifact\n',
    [path.relative(folder, path.join(forecasts, '.venv/pyvenv.cfg'))]: 'home = /usr/bin\n',
    [path.relative(folder, path.join(forecasts, '.venv/pip.conf'))]:
      '[global]\ntimeout = 30\nindex-url = https://mirror.example/simple\n# the lab asked for this\ndisable-pip-version-check = true\n',
    [path.relative(folder, path.join(designKit, 'package.json'))]: '{ "name": "design-kit", "private": true }\n',
    'state/settings.json': JSON.stringify(demoSettings(emulator.url, { webStore, forecasts, designKit }), null, 2),
  });
  const venv = makeVirtualEnvironment(path.join(forecasts, '.venv'));
  const env = {
    HOME: folder,
    USERPROFILE: folder,
    XDG_CONFIG_HOME: path.join(folder, '.config'),
    APPDATA: path.join(folder, 'AppData'),
    CODEARTIFACT_TRAY_DEMO: '1',
    CODEARTIFACT_TRAY_HOME: path.join(folder, 'state'),
    AWS_CONFIG_FILE: path.join(folder, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, '.aws/credentials'),
    AWS_ENDPOINT_URL_CODEARTIFACT: emulator.url,
    AWS_ENDPOINT_URL_STS: emulator.url,
    AWS_ENDPOINT_URL_SSO: emulator.url,
    AWS_ENDPOINT_URL_SSO_OIDC: emulator.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    LOCALAPPDATA: path.join(folder, 'AppData/Local'),
    // Java takes no notice of HOME.
    JAVA_TOOL_OPTIONS: `-Duser.home=${folder}`,
    NPM_CONFIG_USERCONFIG: path.join(folder, '.npmrc'),
  };
  const unset = Object.keys(process.env).filter((name) => isClientVariable(name) && !(name in env));
  const enter = path.join(folder, process.platform === 'win32' ? 'enter.cmd' : 'enter.sh');
  await writeFile(enter, enterScript(env, unset), { mode: 0o600 });
  return {
    folder,
    env,
    tryOut: [
      process.platform === 'win32' ? enter : `. ${enter}`,
      `cd ${webStore} && npm install @store/hello`,
      `cd ${forecasts} && .venv/bin/pip install hello-codeartifact`,
    ],
    unset,
    async remove() {
      await venv.stop();
      await emulator.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Makes a shell part of the demo. */
function enterScript(env: Readonly<Record<string, string>>, unset: readonly string[]): string {
  const windows = process.platform === 'win32';
  const sets = Object.entries(env).flatMap(([name, value]) => exportLine(windows ? 'cmd' : 'sh', name, value) ?? []);
  const unsets = unset.filter((name) => isShellName(name)).map((name) => (windows ? `set ${name}=` : `unset ${name}`));
  return [...unsets, ...sets, ''].join(windows ? '\r\n' : '\n');
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: name.startsWith('.aws/') || name.startsWith('state/') ? 0o600 : 0o644 });
  }
}

type VirtualEnvironment = {
  /** Ends the making of it, should it still be going on. */
  stop(): Promise<void>;
};

/** A real virtual environment where there is Python; in the background, because it takes seconds. */
function makeVirtualEnvironment(folder: string): VirtualEnvironment {
  // A group of its own, because Python leaves the work to a child.
  const child = spawn('python3', ['-m', 'venv', folder], { stdio: 'ignore', detached: process.platform !== 'win32' });
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  child.unref();
  return {
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) killGroup(child.pid);
      await ended;
    },
  };
}
