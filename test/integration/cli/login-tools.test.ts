import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { editors } from '../../../shared/engine/editors/index.ts';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { awsFiles, awsLogin, awsTools, ENCRYPTED, isTheirsAlone } from '../../support/aws-login.ts';
import type { AwsTool } from '../../support/aws-login.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { hasClient, run as runProgram } from '../../support/emulator-clients.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';
import { entriesIn } from '../../unit/editors/editing.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const OLD = aCodeArtifactToken({ isu: 1_700_000_000 });
const formats = { npm: 'npm', pip: 'pypi', twine: 'pypi', nuget: 'nuget', dotnet: 'nuget', swift: 'swift' } as const;

type Bindings = { readonly bindings: readonly { readonly id: string; readonly state: string }[] };

/** registries.json once the token is gone. */
function registriesOf(endpoint: string): unknown {
  const { pathname } = new URL(endpoint);
  const registries = {
    authentication: { '127.0.0.1': { loginAPIPath: `${pathname}login`, type: 'token' } },
    registries: { '[default]': { supportsAvailability: false, url: endpoint } },
    version: 1,
  };
  return `${JSON.stringify(registries, null, 2).replaceAll('": ', '" : ')}\n`;
}

/** A machine where Swift's home is the throw-away one too, and NuGet ran on mono before. */
function aMachine(emulator: Emulator, tool: AwsTool): CliHome {
  const home = aCliHome(emulator);
  const env = { CODEARTIFACT_TRAY_DEMO: '1' };
  if (tool === 'nuget') {
    home.write('.config/NuGet/NuGet.Config', '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration />');
  }
  return { ...home, run: (args, options = {}) => home.run(args, { ...options, env: { ...env, ...options.env } }) };
}

function endpointOf(emulator: Emulator, tool: AwsTool): string {
  return `${emulator.url}/${formats[tool]}/d/platform-111122223333/web/`;
}

/** Keys, names and values as the tool reads them, without tokens, in no order. */
function valuesOf(home: CliHome, tool: AwsTool): string[] {
  return awsFiles[tool]
    .flatMap(([name, editor]) => entriesIn(editors[editor], home.read(name).replace(/^\uFEFF/, '')))
    .filter(({ entry }) => !isTheirsAlone(entry, stepText(entry[0])))
    .map(({ entry, value }) => `${entry.map(stepText).join(' › ')} = ${templateOf(value)}`)
    .sort();
}

function textsOf(home: CliHome, tool: AwsTool): string[] {
  return awsFiles[tool].map(([name]) => home.read(name));
}

async function signIn(home: CliHome, tool: AwsTool, seconds = '43200', err = /^$/): Promise<void> {
  const run = await home.run(['login', '--tool', tool, ...ADDRESS, '--duration-seconds', seconds]);
  expect(run).toMatchObject({ code: 0, err: expect.stringMatching(err) });
}

async function statusOf(home: CliHome) {
  const { code, out } = await home.run(['status', '--json']);
  expect(code).toBe(0);
  return (JSON.parse(out) as Bindings).bindings[0]!;
}

async function switchOff(home: CliHome): Promise<string> {
  await home.run(['disable', (await statusOf(home)).id]);
  const { code, err } = await home.run(['apply']);
  expect(code, err).toBe(0);
  return err;
}

describe.each(awsTools)('login --tool %s', (tool) => {
  test('writes the keys, names and values that `aws codeartifact login` writes', async () => {
    const emulator = await anEmulator();
    const [ours, theirs] = [aMachine(emulator, tool), aMachine(emulator, tool)];

    await signIn(ours, tool);
    awsLogin(tool, theirs, { endpoint: endpointOf(emulator, tool), token: OLD });

    // Differences that the tools don't see: SwiftPM sends no login, and NuGet reads a password in either form.
    const wanted = valuesOf(theirs, tool).map((value) =>
      value.replace(/ › login = token$/, ' › login = aws').replace(`= encrypted:${ENCRYPTED}`, '= ⟦token⟧'),
    );
    expect(valuesOf(ours, tool)).toEqual(wanted);
    expect(emulator.issuedTokens).toHaveLength(1);
    expect(textsOf(ours, tool).join('')).toContain(emulator.issuedTokens[0]);
  });

  test('takes over in place what `aws codeartifact login` wrote before, and gives it back', async () => {
    const emulator = await anEmulator();
    const home = aMachine(emulator, tool);
    awsLogin(tool, home, { endpoint: endpointOf(emulator, tool), token: OLD });
    const before = textsOf(home, tool);

    // Whose an encrypted password is, nobody can read.
    await signIn(home, tool, undefined, tool === 'nuget' ? /^Replaced another value in \S+NuGet\.Config \S+\n$/ : /^$/);

    const [token] = emulator.issuedTokens;
    const taken = before.map((text) =>
      text.replace(`Password" value="${ENCRYPTED}`, `ClearTextPassword" value="${token}`),
    );
    expect(textsOf(home, tool)).toEqual(taken.map((text) => text.replaceAll(OLD, token!)));
    await switchOff(home);
    expect(textsOf(home, tool)).toEqual(before);
  });
});

describe.each(awsTools.filter((tool) => tool !== 'nuget'))('after login --tool %s', (tool) => {
  test('`aws codeartifact login` leaves the binding well: in sync, refreshed in place, and gone when it is switched off', async () => {
    const emulator = await anEmulator();
    const home = aMachine(emulator, tool);
    // Theirs lasts longer than ours, and the next of ours longer than theirs.
    await signIn(home, tool, '900');
    await home.run(['add', '--tool', tool, ...ADDRESS, '--duration-seconds', '43200']);
    const now = Math.floor(Date.now() / 1000);
    const theirs = aCodeArtifactToken({ isu: now, exp: now + 21_600 });

    awsLogin(tool, home, { endpoint: endpointOf(emulator, tool), token: theirs });

    expect(await statusOf(home)).toMatchObject({ state: 'inSync' });
    expect(textsOf(home, tool).join('').split(theirs)).toHaveLength(2);
    expect(await home.run(['refresh', '--all'])).toMatchObject({ code: 0 });
    const refreshed = emulator.issuedTokens.at(-1)!;
    expect(textsOf(home, tool).join('').split(refreshed)).toHaveLength(2);
    expect(textsOf(home, tool).join('')).not.toContain(theirs);

    await switchOff(home);
    expect(awsFiles[tool].map(([name]) => (home.has(name) ? home.read(name) : null))).toEqual(
      leftBehind[tool](endpointOf(emulator, tool)),
    );
  });
});

/** What stays of AWS's own once ours is off, with which the tool works: nothing, blank lines, or what only AWS's tool writes. */
const leftBehind: Readonly<Record<AwsTool, (endpoint: string) => readonly unknown[]>> = {
  npm: (endpoint) => [`${endpoint.replace('http:', '')}:always-auth=true\n`],
  pip: () => ['\n'],
  twine: () => ['\n\n'],
  nuget: () => [null],
  dotnet: () => [null],
  // SwiftPM refuses the file without url, type and version.
  swift: (endpoint) => [null, registriesOf(endpoint)],
};

test('login --tool swift keeps one entry refreshed that `aws codeartifact login` doubled, and takes both away', async () => {
  const emulator = await anEmulator();
  const home = aMachine(emulator, 'swift');
  await signIn(home, 'swift', '900');
  const [token] = emulator.issuedTokens;

  // Its pattern for the entry finds nothing to change in the same token.
  awsLogin('swift', home, { endpoint: endpointOf(emulator, 'swift'), token: token! });
  expect(home.read('.netrc')).toBe(
    `machine 127.0.0.1 login aws password ${token}\nmachine 127.0.0.1 login token password ${token}\n`,
  );

  expect(await statusOf(home)).toMatchObject({ state: 'inSync' });
  await home.run(['add', '--tool', 'swift', ...ADDRESS, '--duration-seconds', '43200']);
  await home.run(['refresh', '--all']);
  const refreshed = emulator.issuedTokens.at(-1);
  expect(home.read('.netrc')).toBe(
    `machine 127.0.0.1 login aws password ${refreshed}\nmachine 127.0.0.1 login token password ${refreshed}\n`,
  );
  await switchOff(home);
  expect(home.has('.netrc')).toBe(false);
});

test("the login `token` that AWS's tool writes for Swift stays while Swift is alone, and becomes `aws` once another client needs the entry", async () => {
  const emulator = await anEmulator();
  const home = aMachine(emulator, 'swift');
  home.write('.netrc', `machine 127.0.0.1 login token password ${OLD}\n`, 0o600);
  await signIn(home, 'swift');
  const [token] = emulator.issuedTokens;
  expect(home.read('.netrc')).toBe(`machine 127.0.0.1 login token password ${token}\n`);

  expect(await home.run(['login', '--tool', 'netrc', ...ADDRESS])).toMatchObject({ code: 0 });

  expect(home.read('.netrc')).toBe(`machine 127.0.0.1 login aws password ${token}\n`);
  const undone = await home.run(['undo']);
  expect(undone.code).toBe(0);
  // Swift stays signed in: what it was signed in by before that login is not what was undone.
  expect(undone.out).toContain('Switched off: netrc');
  expect(undone.out).not.toContain('Switched off: swift');
  expect(home.read('.netrc')).toBe(`machine 127.0.0.1 login aws password ${token}\n`);
});

test("an encrypted password that `aws codeartifact login --tool nuget` puts in is the person's to replace, and never stands alone", async () => {
  const emulator = await anEmulator();
  const home = aMachine(emulator, 'nuget');
  await signIn(home, 'nuget');
  const [file] = awsFiles.nuget[0]!;
  const ours = home.read(file);

  awsLogin('nuget', home, { endpoint: endpointOf(emulator, 'nuget'), token: OLD });
  const theirs = home.read(file);
  expect(theirs).toContain(ENCRYPTED);

  expect(await statusOf(home)).toMatchObject({ state: 'pending' });
  expect(await home.run(['apply'])).toMatchObject({ code: 0 });
  expect(home.read(file)).toBe(ours);
  awsLogin('nuget', home, { endpoint: endpointOf(emulator, 'nuget'), token: OLD });
  await switchOff(home);
  expect(home.read(file)).toContain('<add key="Username" value="aws" />');
  expect(home.read(file)).toContain(`<add key="Password" value="${ENCRYPTED}" />`);
});

test.each([
  ['login', 'pip', '--namespace', 'team', '--use'],
  ['login', 'nuget', '--namespace', 'team', '--source-name'],
  ['login', 'maven', '--namespace', '@x', '--server-id and --mirror'],
  ['add', 'npm', '--index-name', 'pay', '--namespace and --keep'],
  ['add', 'maven', '--registry-name', 'pay', '--server-id and --mirror'],
])(
  '%s --tool %s refuses %s, an option of other clients, by the name it was given',
  async (command, tool, flag, value, known) => {
    const home = aCliHome(await anEmulator());
    const files = home.files();

    const run = await home.run([command, '--tool', tool, ...ADDRESS, flag, value]);

    expect(run.code).toBe(2);
    expect(run.err).toContain(`has no option ${flag}.`);
    expect(run.err).toContain(`has ${known}.`);
    expect(home.files().filter((file) => !file.startsWith('state'))).toEqual(files);
  },
);

test('the help of add lists each option of the clients once, with whose it is and what it takes', async () => {
  const { out } = await aCliHome(null).run(['add', '--help']);
  expect(out).toContain('\nOptions of package managers:\n  --namespace');
  const help = out.replaceAll(/\s+/g, ' ');

  expect(help).toContain('--mirror <value> maven: Which');
  expect(help).toContain('One of: off, central, external:*, *. ruby: A source');
  expect(help).toContain('One of: rubygems.org.');
  expect(help).toContain('--use <value> pip, pipenv, pdm: Whether');
  expect(help).toContain('One of: default, extra');
  expect(help).toContain('Example: @team swift: Only packages of this scope');
  expect(out.match(/^ {2}--namespace /gm)).toHaveLength(1);
});

const reals: readonly ('pip' | 'twine' | 'swift')[] = hasClient('aws')
  ? ['twine', 'swift', ...(hasClient('pip') ? (['pip'] as const) : [])]
  : [];

test.each(reals)(
  'the AWS CLI itself, where it is installed, does for %s what is taken for it here',
  async (tool) => {
    const emulator = await anEmulator();
    const [real, assumed] = [aMachine(emulator, tool), aMachine(emulator, tool)];
    real.write('bin/swift', '#!/bin/sh\n', 0o755);
    const [name] = awsFiles[tool][0]!;
    if (tool !== 'pip') for (const home of [real, assumed]) home.write(name, before[tool]);
    const env = { ...real.env, PATH: `${real.path('bin')}:${real.env['PATH']}` };
    const tokens: string[] = [];
    for (const _ of ['first', 'again']) {
      const { code, output } = await runProgram(
        'aws',
        ['codeartifact', 'login', '--tool', tool, ...ADDRESS],
        real.folder,
        env,
      );
      expect(code, output).toBe(0);
      tokens.push(emulator.issuedTokens.at(-1)!);
    }
    for (const token of tokens) awsLogin(tool, assumed, { endpoint: endpointOf(emulator, tool), token });
    expect(real.read(name)).toBe(assumed.read(name));
  },
  120_000,
);

const before = {
  twine: '# mine\n[distutils]\nindex-servers =\n    pypi\n\n[pypi]\nusername: ann\n',
  swift: 'machine o.example login x password y',
};
