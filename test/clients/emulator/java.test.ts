import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, hasClient, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

const hasMaven = hasClient('mvn');
const hasGradle = hasClient('gradle');

/** Java programs take longer to start than the other clients. */
const PATIENCE = 120_000;

/** A project whose parent is in the repository: to validate it needs that parent, but no plugin from elsewhere. */
async function aMavenHome(emulator: Emulator): Promise<{ folder: string; validate(): Promise<ClientRun> }> {
  const folder = aFolder();
  const url = await anEndpoint(emulator, 'maven');
  const server = `<server><id>web</id><username>aws</username><password>${await aTokenOf(emulator)}</password></server>`;
  write(folder, '.m2/settings.xml', `<settings><servers>${server}</servers></settings>`);
  const parent = '<groupId>com.example</groupId><artifactId>hello-parent</artifactId><version>1.0.0</version>';
  write(
    folder,
    'pom.xml',
    `<project><modelVersion>4.0.0</modelVersion><parent>${parent}<relativePath/></parent><artifactId>app</artifactId>
    <packaging>pom</packaging><repositories>
      <repository><id>central</id><url>http://127.0.0.1:1/</url><releases><enabled>false</enabled></releases></repository>
      <repository><id>web</id><url>${url}</url></repository>
    </repositories></project>`,
  );
  const env = { MAVEN_OPTS: `-Duser.home=${folder}`, MAVEN_SKIP_RC: '1' };
  return { folder, validate: () => run('mvn', ['-B', '-N', 'validate'], folder, env) };
}

describe.skipIf(!hasMaven)('mvn', () => {
  const parentFile = '.m2/repository/com/example/hello-parent/1.0.0/hello-parent-1.0.0.pom';

  test('resolves a parent with the token of its settings', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const { folder, validate } = await aMavenHome(emulator);
    expect(await validate()).toMatchObject({ code: 0 });
    expect(existsSync(path.join(folder, parentFile))).toBe(true);
    // It asks without a token first, and shows it when challenged.
    expect(emulator.requests.filter(({ operation }) => operation === 'maven').map(({ status }) => status)).toEqual([
      401, 200, 200,
    ]);
  });

  test('is refused once the token is revoked, and served again with a new one', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const stale = await aMavenHome(emulator);
    emulator.revokeIssuedTokens();
    const refused = await stale.validate();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('status: 401 Unauthorized');
    expect(await (await aMavenHome(emulator)).validate()).toMatchObject({ code: 0 });
  });
});

/** A project that copies what it fetches from the repository into a folder. */
async function aGradleHome(emulator: Emulator): Promise<{ folder: string; fetch(): Promise<ClientRun> }> {
  const folder = aFolder();
  const token = await aTokenOf(emulator);
  write(folder, '.gradle/gradle.properties', `codeartifactUsername=aws\ncodeartifactPassword=${token}\n`);
  write(folder, 'app/settings.gradle', '');
  write(
    folder,
    'app/build.gradle',
    `repositories { maven {
      url '${await anEndpoint(emulator, 'maven')}'
      credentials { username codeartifactUsername; password codeartifactPassword }
    } }
    configurations { fetched }
    dependencies { fetched 'com.example:hello-codeartifact:1.+' }
    task fetch(type: Copy) { from configurations.fetched; into 'fetched' }\n`,
  );
  const env = { GRADLE_USER_HOME: path.join(folder, '.gradle'), GRADLE_OPTS: `-Duser.home=${folder}` };
  const args = ['--no-daemon', '--quiet', '--project-dir', 'app', 'fetch'];
  return { folder, fetch: () => run('gradle', args, folder, env) };
}

describe.skipIf(!hasGradle)('gradle', () => {
  test('finds the latest version and fetches it with the token of its properties', { timeout: PATIENCE }, async () => {
    const { folder, fetch } = await aGradleHome(await anEmulator());
    expect(await fetch()).toMatchObject({ code: 0 });
    expect(readdirSync(path.join(folder, 'app/fetched'))).toEqual(['hello-codeartifact-1.0.0.jar']);
  });

  test('is refused once the token is revoked', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const { fetch } = await aGradleHome(emulator);
    emulator.revokeIssuedTokens();
    const refused = await fetch();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('Received status code 401 from server: Unauthorized');
  });
});
