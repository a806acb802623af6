import { JSON_ROOT } from '../../shared/engine/editors/json.ts';
import type { EditorName } from '../../shared/engine/editors/index.ts';
import type { CliHome } from './cli-home.ts';
import type { EntryPath } from '../../shared/engine/editors/text/entry-path.ts';

/** The names that `aws codeartifact login --tool` takes. */
export const awsTools = ['npm', 'pip', 'twine', 'nuget', 'dotnet', 'swift'] as const;
export type AwsTool = (typeof awsTools)[number];

/** Files that a tool's login writes, with how to read them. */
export const awsFiles: Readonly<Record<AwsTool, readonly (readonly [string, EditorName])[]>> = {
  npm: [['.npmrc', 'npmrc']],
  pip: [['.config/pip/pip.conf', 'pythonIni']],
  twine: [['.pypirc', 'pypirc']],
  nuget: [['.config/NuGet/NuGet.Config', 'nugetConfig']],
  dotnet: [['.nuget/NuGet/NuGet.Config', 'nugetConfig']],
  swift: [
    ['.netrc', 'netrc'],
    ['.swiftpm/configuration/registries.json', 'json'],
  ],
};

type Login = { readonly endpoint: string; readonly token: string };
type Ini = Map<string, Map<string, string>>;

/** What NuGet makes of a password that it encrypts for Windows. */
export const ENCRYPTED = 'AQAAANCMnd8BFdERjHoAwE';

/** Does to a home what `aws codeartifact login` of the AWS CLI 1.45.11 does, for the repository web of the domain platform. */
export function awsLogin(tool: AwsTool, home: CliHome, login: Login): void {
  for (const [name] of awsFiles[tool]) {
    const text = home.has(name) ? home.read(name) : null;
    home.write(name, written(tool, name, text, login), 0o600);
  }
}

function written(tool: AwsTool, name: string, text: string | null, login: Login): string {
  if (tool === 'npm') return npmrc(text ?? '', login);
  if (tool === 'pip') return pipConf(text ?? '', login);
  if (tool === 'twine') return pypirc(text, login);
  if (tool === 'nuget') return nugetConfig(text, login, 'Password', ENCRYPTED);
  if (tool === 'dotnet') return nugetConfig(text, login, 'ClearTextPassword', login.token);
  return name === '.netrc' ? netrc(text, login) : registries(text, login);
}

/** Three `npm config set`: comments go, and npm 9 takes the line that later versions refuse. */
function npmrc(text: string, { endpoint, token }: Login): string {
  const bare = endpoint.replace(/^https?:/, '');
  const lines = text.split(/\r?\n/).filter((line) => /^[^;#]/.test(line));
  const values = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  values.set('registry', endpoint).set(`${bare}:always-auth`, 'true').set(`${bare}:_authToken`, token);
  return [...values].map(([key, value]) => `${key}=${value}\n`).join('');
}

/** `pip config set global.index-url`. */
function pipConf(text: string, { endpoint, token }: Login): string {
  const ini = readIni(text);
  section(ini, 'global').set('index-url', `${endpoint.replace('://', `://aws:${token}@`)}simple/`);
  return writeIni(ini);
}

function pypirc(text: string | null, { endpoint, token }: Login): string {
  const ini = readIni(text ?? '[distutils]\nindex-servers=\n    pypi\n    codeartifact\n');
  const distutils = section(ini, 'distutils');
  const servers = (distutils.get('index-servers') ?? '').split('\n').filter((server) => server !== '');
  if (!servers.includes('codeartifact')) distutils.set('index-servers', ['', ...servers, 'codeartifact'].join('\n'));
  section(ini, 'codeartifact').set('repository', endpoint).set('username', 'aws').set('password', token);
  return writeIni(ini);
}

/** As Python's RawConfigParser reads it. */
function readIni(text: string): Ini {
  const ini: Ini = new Map();
  let current = new Map<string, string>();
  let key = '';
  for (const line of text.split('\n')) {
    const header = /^\[(.*)\]/.exec(line)?.[1];
    const option = /^([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/.exec(line);
    if (header !== undefined) current = section(ini, header);
    else if (/^\s+\S/.test(line)) current.set(key, `${current.get(key) ?? ''}\n${line.trim()}`);
    else if (option !== null) current.set((key = (option[1] ?? '').toLowerCase()), option[2] ?? '');
  }
  return ini;
}

/** As RawConfigParser writes it: comments are lost, values go on behind tabs. */
function writeIni(ini: Ini): string {
  const sections = [...ini].map(([name, options]) => {
    const lines = [...options].map(([key, value]) => `${key} = ${value.replaceAll('\n', '\n\t')}\n`);
    return `[${name}]\n${lines.join('')}\n`;
  });
  return sections.join('');
}

function section(ini: Ini, name: string): Map<string, string> {
  const known = ini.get(name) ?? new Map<string, string>();
  ini.set(name, known);
  return known;
}

/** `nuget sources add` or `update`; NuGet encrypts unless it is told otherwise, dotnet is told. */
function nugetConfig(text: string | null, { endpoint }: Login, key: string, password: string): string {
  const credentials = [
    '    <platform_x002F_web>',
    '      <add key="Username" value="aws" />',
    `      <add key="${key}" value="${password}" />`,
    '    </platform_x002F_web>',
  ].join('\n');
  if (text?.includes('<platform_x002F_web>') === true) {
    return text.replace(/ *<platform_x002F_web>[^]*<\/platform_x002F_web>/, credentials);
  }
  return [
    '\uFEFF<?xml version="1.0" encoding="utf-8"?>',
    '<configuration>',
    '  <packageSources>',
    `    <add key="platform/web" value="${endpoint}v3/index.json" />`,
    '  </packageSources>',
    '  <packageSourceCredentials>',
    credentials,
    '  </packageSourceCredentials>',
    '</configuration>',
  ].join('\n');
}

/** A token is put into entries of one form only; a line is added where that changes nothing, so also for the same token again. */
function netrc(text: string | null, { endpoint, token }: Login): string {
  const { hostname } = new URL(endpoint);
  const line = `machine ${hostname} login token password ${token}\n`;
  if (text === null) return line;
  const entry = new RegExp(
    `(\\bmachine\\s+${hostname.replaceAll('.', '\\.')}\\s+login\\s+\\S+\\s+password\\s+)\\S+`,
    'gm',
  );
  const replaced = text.replace(entry, `$1${token}`);
  if (replaced !== text) return replaced;
  return `${text}${text.endsWith('\n') ? '' : '\n'}${line}`;
}

/** `swift package-registry set` and `login`. */
function registries(text: string | null, { endpoint }: Login): string {
  const { hostname, pathname } = new URL(endpoint);
  const known = JSON.parse(text ?? '{}') as Record<string, Record<string, unknown>>;
  const result = {
    authentication: { ...known['authentication'], [hostname]: { loginAPIPath: `${pathname}login`, type: 'token' } },
    registries: { ...known['registries'], '[default]': { supportsAvailability: false, url: endpoint } },
    version: 1,
  };
  return `${JSON.stringify(result, null, 2).replaceAll('": ', '" : ')}\n`;
}

/** What AWS's tools write and we do not, because it is of no use or known from elsewhere. */
export function isTheirsAlone([, ...rest]: EntryPath, first: string): boolean {
  if (first.endsWith(':always-auth')) return true;
  return first === JSON_ROOT && (rest.includes('loginAPIPath') || rest.includes('supportsAvailability'));
}
