import { expect, test } from 'vitest';
import type { AdoptReport, ScanReport } from '../../../shared/contract/scan.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';

const DEAD = aCodeArtifactToken({ isu: 1_700_000_000 });

/** What `aws codeartifact login` of npm, pip, twine and dotnet leaves for two domains, among lines of one's own. */
async function anOldHome() {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write(
    '.aws/config',
    '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n\n[profile other]\nregion = eu-west-1\naws_account_id = 444455556666\n',
  );
  const { url } = emulator;
  const bare = url.replace('http:', '');
  const platform = (format: string) => `/${format}/d/platform-111122223333/web/`;
  const payments = (format: string) => `/${format}/d/payments-444455556666/web/`;
  home.write(
    '.npmrc',
    [
      '; mine',
      'save-exact=true',
      `registry=${url}${platform('npm')}`,
      `${bare}${platform('npm')}:always-auth=true`,
      `${bare}${platform('npm')}:_authToken=${DEAD}`,
      '//npm.example/:_authToken=foreign-token',
      '',
    ].join('\r\n'),
  );
  home.write(
    '.config/pip/pip.conf',
    `[global]\ntimeout = 60\nindex-url = ${url.replace('://', `://aws:${DEAD}@`)}${payments('pypi')}simple/\n`,
  );
  home.write(
    '.pypirc',
    `[distutils]\nindex-servers = pypi\n\tcodeartifact\n\n[pypi]\nusername = __token__\npassword = foreign-secret\n\n[codeartifact]\nrepository = ${url}${payments('pypi')}\nusername = aws\npassword = ${DEAD}\n`,
  );
  home.write(
    '.nuget/NuGet/NuGet.Config',
    `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" protocolVersion="3" />\n    <add key="platform/web" value="${url}${platform('nuget')}v3/index.json" />\n  </packageSources>\n  <packageSourceCredentials>\n    <platform_x002F_web>\n      <add key="Username" value="aws" />\n      <add key="ClearTextPassword" value="${DEAD}" />\n    </platform_x002F_web>\n  </packageSourceCredentials>\n</configuration>\n`,
  );
  return { home, emulator };
}

const FILES = ['.npmrc', '.config/pip/pip.conf', '.pypirc', '.nuget/NuGet/NuGet.Config'];

function contentsOf(home: CliHome): readonly [bytes: Buffer, mode: number][] {
  return FILES.map((name) => [home.bytes(name), home.mode(name)]);
}

test('scan names every URL and token with its line, age, scope and what it takes over, before any binding', async () => {
  const { home } = await anOldHome();
  const report = await home.json<ScanReport>(['scan', '--json']);

  const ours = report.found.filter(({ lines }) => lines[0]?.origin.path?.startsWith(home.folder));
  const seen = ours.map(({ client, domain, domainOwner, repository, scopeText, lifetime, lines }) => {
    return {
      client,
      domain,
      domainOwner,
      repository,
      scopeText,
      token: lifetime?.state,
      at: lines.map(({ origin }) => `${origin.name}:${origin.line}`),
    };
  });
  const platform = { domain: 'platform', domainOwner: '111122223333', repository: 'web', token: 'expired' };
  const payments = { domain: 'payments', domainOwner: '444455556666', repository: 'web', token: 'expired' };
  expect(seen).toEqual([
    { client: 'npm', ...platform, scopeText: 'default registry', at: ['~/.npmrc:3', '~/.npmrc:4', '~/.npmrc:5'] },
    { client: 'pip', ...payments, scopeText: 'default index', at: ['~/.config/pip/pip.conf:3'] },
    {
      client: 'twine',
      ...payments,
      scopeText: 'repository codeartifact',
      at: [10, 3, 11, 12].map((line) => `~/.pypirc:${line}`),
    },
    {
      client: 'nuget',
      ...platform,
      scopeText: 'source platform/web',
      at: ['~/.nuget/NuGet/NuGet.Config:5', '~/.nuget/NuGet/NuGet.Config:9', '~/.nuget/NuGet/NuGet.Config:10'],
    },
  ]);
  expect(ours.map(({ takesOver }) => takesOver)).toEqual([
    expect.stringContaining('every package'),
    'every package that pip asks PyPI for',
    null,
    expect.stringContaining('beside its other sources'),
  ]);
  const text = await home.run(['scan']);
  for (const { out } of [text, await home.run(['scan', '--json'])]) expect(out).not.toMatch(/eyJ2ZXIi|foreign-/);
  expect(text.out).toContain('~/.npmrc:5  credential');
  expect(text.out).toMatch(/token expired \d+ days ago/);
});

test('adopt, apply and undo: every client is bound under its own names, and every byte comes back', async () => {
  const { home, emulator } = await anOldHome();
  const before = contentsOf(home);

  const preview = await home.run(['adopt', '--dry-run']);
  expect(preview.out).toContain('+++ ~/.npmrc');
  expect(await home.json(['list', '--json'])).toEqual({ bindings: [] });
  // What Swift reads of the account's own home is left as it is.
  expect((await home.json<AdoptReport>(['adopt', '--json'])).adopted).toHaveLength(4);
  expect(contentsOf(home)).toEqual(before);
  const plan = await home.run(['plan']);
  expect(plan.out).toBe(preview.out);
  expect(await home.run(['apply'])).toMatchObject({ code: 0, err: '' });

  const [first, second] = emulator.issuedTokens;
  expect(emulator.issuedTokens).toHaveLength(2);
  const templates = FILES.map((name) => home.read(name).replaceAll(first!, DEAD).replaceAll(second!, DEAD));
  expect(templates).toEqual(before.map(([bytes]) => bytes.toString()));
  expect((await home.run(['scan'])).out).not.toContain('adopt f-');

  expect(await home.run(['undo'])).toMatchObject({ code: 0 });
  expect(contentsOf(home).map(([bytes]) => bytes.toString())).toEqual(before.map(([bytes]) => bytes.toString()));
});

test('adopt takes ids and files, and asks whose profile it is to be where the AWS files don’t tell', async () => {
  const { home } = await anOldHome();
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\n\n[profile other]\nregion = eu-west-1\n');
  const asked = await home.run(['adopt', '.npmrc'], { env: { AWS_PROFILE: '' } });
  expect(asked).toMatchObject({ code: 2, out: '' });
  expect(asked.err).toMatch(/domain platform of account 111122223333[^]* --profile: other, work/);

  const adopted = await home.run(['adopt', '.npmrc', '--profile', 'work']);
  expect(adopted).toMatchObject({ code: 0, err: '' });
  expect(adopted.out).toMatch(/^b-\w+ {2}npm {2}platform\/web {2}default registry\n/);
  expect((await home.run(['adopt', 'f-00000000'])).code).toBe(5);
});

test('clear gives the default registries back, leaves what is not CodeArtifact’s, and undo brings every byte back', async () => {
  const { home } = await anOldHome();
  const before = contentsOf(home);

  const preview = await home.run(['clear', '--dry-run', ...FILES]);
  expect(preview.out).toContain('-registry=');
  expect(preview.out).not.toMatch(/eyJ2ZXIi|foreign-/);
  expect((await home.run(['plan'])).out).toBe('Nothing to change.\n');
  expect(await home.run(['clear', ...FILES])).toMatchObject({ code: 0, err: '' });
  expect(contentsOf(home)).toEqual(before);
  expect((await home.run(['plan'])).out).toBe(preview.out);
  expect(await home.run(['apply'])).toMatchObject({ code: 0, err: '' });

  expect(home.read('.npmrc')).toBe('; mine\r\nsave-exact=true\r\n//npm.example/:_authToken=foreign-token\r\n');
  expect(home.read('.config/pip/pip.conf')).toBe('[global]\ntimeout = 60\n');
  expect(home.read('.pypirc')).toBe(
    '[distutils]\nindex-servers = pypi\n\n[pypi]\nusername = __token__\npassword = foreign-secret\n\n',
  );
  expect(home.read('.nuget/NuGet/NuGet.Config')).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" protocolVersion="3" />\n  </packageSources>\n</configuration>\n',
  );
  expect(home.read('state/journal.json')).not.toContain('foreign-');

  // Something else is written there meanwhile.
  home.write('.npmrc', home.read('.npmrc').replace('; mine', '; mine\r\nfund=false'));
  expect(await home.run(['undo'])).toMatchObject({ code: 0 });
  home.write('.npmrc', home.read('.npmrc').replace('\r\nfund=false', ''));
  expect(contentsOf(home)).toEqual(before);
});

test('clear leaves a binding’s lines alone, and says which living token can’t come back', async () => {
  const { home, emulator } = await anOldHome();
  await home.json(['adopt', '.npmrc', '--json']);
  await home.run(['apply']);
  const bound = home.read('.npmrc');
  const report = await home.run(['scan', '--json']);
  const npm = (JSON.parse(report.out) as ScanReport).found.find(({ client }) => client === 'npm');

  const refused = await home.run(['clear', npm!.id]);
  expect(refused.err).toMatch(/binding b-\w+ keeps these lines/);
  home.write('.pypirc', home.read('.pypirc').replace(DEAD, emulator.issuedTokens[0]!));
  const noted = await home.run(['clear', '.pypirc']);
  expect(noted.code).toBe(0);
  expect((await home.run(['plan'])).err).toMatch(/codeartifact.password in .*\.pypirc still lives/);
  await home.run(['apply']);
  expect(home.read('.npmrc')).toBe(bound);
  expect(home.read('.pypirc')).not.toContain('[codeartifact]');
  expect(home.read('state/journal.json')).not.toContain(emulator.issuedTokens[0]);
  const cleared = home.read('.pypirc');
  const undone = await home.run(['undo']);
  expect(undone).toMatchObject({ code: 7, err: expect.stringContaining('it held a living token') });
  expect(home.read('.pypirc')).toBe(cleared);
});

test('status, plan and scan say what is noted to be cleared, and it can be kept again', async () => {
  const { home } = await anOldHome();
  const before = contentsOf(home);
  expect((await home.run(['clear', '.npmrc', '.pypirc'])).out).toContain('codeartifact-tray clear --keep');

  const status = await home.run(['status']);
  expect(status.out).toContain(
    'Noted to be taken out with the next apply:\n  ~/.npmrc: 3 entries\n  ~/.pypirc: 4 entries\n  → codeartifact-tray apply, or clear --keep',
  );
  expect(status.out.split('Stands in files already')[1]).not.toContain('~/.npmrc');
  const { clearing } = await home.json<{ clearing: readonly object[] }>(['status', '--json']);
  expect(clearing).toEqual([
    { path: home.path('.npmrc'), displayPath: '~/.npmrc', entries: 3 },
    { path: home.path('.pypirc'), displayPath: '~/.pypirc', entries: 4 },
  ]);
  expect((await home.run(['plan'])).err).toContain('~/.npmrc: 3 entries');
  expect((await home.run(['scan'])).out).toMatch(/waits to be taken out .*clear --keep f-\w+/);

  expect(await home.run(['clear', '--keep', '.npmrc'])).toMatchObject({
    code: 0,
    out: `Stays as it is: ${home.path('.npmrc')}\n`,
  });
  expect((await home.run(['plan'])).out).not.toContain('.npmrc');
  await home.run(['apply']);
  expect(contentsOf(home)[0]).toEqual(before[0]);
  expect(home.read('.pypirc')).not.toContain('[codeartifact]');
  expect((await home.run(['clear', '--keep'])).out).toBe('Nothing waits to be cleared.\n');

  // Beside a binding as well, and by the id of one sign-in.
  await home.json(['adopt', '.npmrc', '--json']);
  await home.run(['apply']);
  const [id] = (await home.json<{ clearing: string[] }>(['clear', '.config/pip/pip.conf', '--json'])).clearing;
  expect((await home.run(['status'])).out).toContain('  ~/.config/pip/pip.conf: 1 entry');
  expect(await home.json(['clear', '--keep', id!, '--json'])).toEqual({ kept: [home.path('.config/pip/pip.conf')] });
  expect((await home.run(['status'])).out).not.toContain('Noted');
});

test('doctor and status name what stands there before any binding, its age, and what adopts or clears it', async () => {
  const { home } = await anOldHome();
  for (const command of ['doctor', 'status']) {
    const { out } = await home.run([command]);
    expect(out).toContain('No bindings yet');
    expect(out).toMatch(
      /npm {2}platform\/web of 111122223333 {2}default registry {2}\(f-\w+\)\n {4}~\/\.npmrc:3, token expired \d+ days ago; it takes over every/,
    );
    expect(out).toMatch(/codeartifact-tray adopt .*clear/);
    const { found } = await home.json<ScanReport>([command, '--json']);
    expect(found).toContainEqual(expect.objectContaining({ client: 'pip', domain: 'payments' }));
  }
});

const HOST = 'acme-111122223333.d.codeartifact.us-east-1.amazonaws.com';

test('doctor and status say of a lone token why it can’t be adopted and what can be done', async () => {
  const home = aCliHome(null);
  home.write('.netrc', `machine ${HOST} login aws password ${DEAD}\n`, 0o600);
  for (const command of ['doctor', 'status']) {
    const { out } = await home.run([command]);
    expect(out).toMatch(/~\/\.netrc:1, token expired \d+ days ago\n {4}not to be adopted: No line points netrc/);
    expect(out).toContain('$ codeartifact-tray login --tool netrc --domain acme --domain-owner 111122223333');
    expect(out).toContain('→ codeartifact-tray clear (to take it out)');
  }
  expect(await home.run(['adopt'])).toMatchObject({ code: 0, out: 'Nothing was adopted.\n' });
  await home.run(['clear']);
  expect(await home.run(['apply'])).toMatchObject({ code: 0 });
  expect(home.read('.netrc')).toBe('');
});

test('a pip.conf where older versions of pip had it is found and adopted in place', async () => {
  const home = aCliHome(null);
  const old = `[global]\nindex-url = https://aws:${DEAD}@${HOST}/pypi/store/simple/\n`;
  home.write('.pip/pip.conf', old);
  home.write('.config/pip/pip.conf', '[global]\ntimeout = 60\n');
  expect((await home.run(['status'])).out).toMatch(/pip {2}acme\/store[^]*~\/\.pip\/pip\.conf:2, token expired/);
  expect(await home.run(['adopt', '--profile', 'work'])).toMatchObject({ code: 0, err: '' });
  const { changes } = await home.json<{ changes: readonly { path: string }[] }>(['plan', '--json']);
  expect(changes.map(({ path }) => path)).toEqual([home.path('.pip/pip.conf')]);

  // A newer file with an index of its own beats it, so that the lines belong there.
  home.write('.config/pip/pip.conf', '[global]\nindex-url = https://pypi.example/simple/\n');
  expect((await home.run(['plan'])).out).toMatch(/^--- ~\/\.config\/pip\/pip\.conf/);
});

test.each([
  ['npm_config_globalconfig', 'etc/npmrc'],
  ['NPM_CONFIG_PREFIX', ''],
])('an .npmrc for everybody is found where %s has it, and a binding beats it', async (variable, value) => {
  const home = aCliHome(null);
  home.write('etc/npmrc', `registry=https://${HOST}/npm/store/\n//${HOST}/npm/store/:_authToken=${DEAD}\n`);
  const env = { [variable]: home.path(value) };
  expect((await home.run(['status'], { env })).out).toMatch(/npm {2}acme\/store[^]*~\/etc\/npmrc:1, token expired/);
  expect(await home.run(['adopt', '--profile', 'work'], { env })).toMatchObject({ code: 0, err: '' });
  expect((await home.run(['plan'], { env })).out).toMatch(/^--- \/dev\/null\n\+\+\+ ~\/\.npmrc\n/);
});

test('adopt --from makes a binding of a pasted login command, or of an address', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write(
    'command.txt',
    'aws codeartifact login --tool npm --domain platform \\\n  --repository web --namespace team\n',
  );
  const preview = await home.run(['adopt', '--from', 'command.txt', '--dry-run']);
  expect(preview.out).toContain('+@team:registry=');
  const adopted = await home.json<AdoptReport>(['adopt', '--from', 'command.txt', '--json']);
  expect(adopted.adopted).toHaveLength(1);
  expect(await home.run(['apply'])).toMatchObject({ code: 0 });
  expect(home.read('.npmrc')).toContain(`${emulator.url}/npm/d/platform-111122223333/web/`);

  home.write('address.txt', `${emulator.url}/pypi/d/platform-111122223333/web/simple/`);
  const asked = await home.run(['adopt', '--from', 'address.txt']);
  expect(asked).toMatchObject({ code: 2 });
  expect(asked.err).toContain('--tool: pip, twine');
  const taken = await home.run(['adopt', '--from', 'address.txt', '--tool', 'pip']);
  expect(taken.code).toBe(0);
  expect(taken.out).toMatch(/With the AWS profile work: b-\w+\. For another one, remove the binding and adopt again/);
  expect((await home.run(['list'])).out).toMatch(/pip +platform\/web/);
});
