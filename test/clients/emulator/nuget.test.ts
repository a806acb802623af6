import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, hasClient, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

// On Windows it reads its configuration elsewhere.
const hasNuget = process.platform !== 'win32' && hasClient('nuget');
const PATIENCE = 120_000;

type NugetHome = { readonly folder: string; nuget(...args: readonly string[]): Promise<ClientRun> };

/** A home whose NuGet.Config has one source, with the address that CodeArtifact's own documentation gives it. */
async function aNugetHome(emulator: Emulator): Promise<NugetHome> {
  const folder = aFolder();
  const source = `${await anEndpoint(emulator, 'nuget')}v3/index.json`;
  const config = `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources><add key="platform/web" value="${source}" /></packageSources>
  <packageSourceCredentials><platform_x002F_web>
    <add key="Username" value="aws" />
    <add key="ClearTextPassword" value="${await aTokenOf(emulator)}" />
  </platform_x002F_web></packageSourceCredentials>
</configuration>
`;
  write(folder, '.config/NuGet/NuGet.Config', config);
  return { folder, nuget: (...args) => run('nuget', args, folder) };
}

describe.skipIf(!hasNuget)('nuget', () => {
  test('installs the sample package with the credentials of its configuration', { timeout: PATIENCE }, async () => {
    const { folder, nuget } = await aNugetHome(await anEmulator());
    expect(await nuget('install', 'hello-codeartifact', '-NonInteractive')).toMatchObject({ code: 0 });
    const text = readFileSync(path.join(folder, 'hello-codeartifact.1.0.0/content/hello.txt'), 'utf8');
    expect(text).toBe('Hello from hello-codeartifact\n');
  });

  test('is refused once the token is revoked', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const { nuget } = await aNugetHome(emulator);
    emulator.revokeIssuedTokens();
    const refused = await nuget('install', 'hello-codeartifact', '-NonInteractive');
    expect(refused.code).not.toBe(0);
    expect(
      emulator.requests.filter(({ operation }) => operation === 'nuget').map(({ status }) => status),
    ).not.toContain(200);
  });

  test('pushes a package that it then installs with what that depends on', { timeout: PATIENCE }, async () => {
    const { folder, nuget } = await aNugetHome(await anEmulator());
    write(folder, 'greeting.txt', 'Hello\n'.repeat(100));
    write(
      folder,
      'Greeting.nuspec',
      `<?xml version="1.0"?>
<package><metadata>
  <id>Greeting</id><version>2.0</version><authors>Example</authors>
  <requireLicenseAcceptance>false</requireLicenseAcceptance><description>Says hello</description>
  <dependencies><dependency id="hello-codeartifact" version="1.0" /></dependencies>
</metadata><files><file src="greeting.txt" target="content" /></files></package>
`,
    );
    expect(await nuget('pack', 'Greeting.nuspec')).toMatchObject({ code: 0 });
    const push = ['push', 'Greeting.2.0.nupkg', 'no-key', '-Source', 'platform/web', '-NonInteractive'];
    expect(await nuget(...push)).toMatchObject({ code: 0 });
    const install = ['install', 'Greeting', '-OutputDirectory', 'packages', '-NonInteractive'];
    expect(await nuget(...install)).toMatchObject({ code: 0 });
    const installed = (file: string): string => readFileSync(path.join(folder, 'packages', file), 'utf8');
    expect(installed('Greeting.2.0.0/content/greeting.txt')).toBe('Hello\n'.repeat(100));
    expect(installed('hello-codeartifact.1.0.0/content/hello.txt')).toContain('Hello from');
  });
});
