import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readZip } from '../../../shared/emulator/archives/read-zip.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

type Repository = { put(file: string, body: string): Promise<number>; get(file: string): Promise<Response> };

async function aRepository(): Promise<Repository> {
  const emulator = await anEmulator();
  const endpoint = await anEndpoint(emulator, 'maven');
  const headers = { authorization: `Basic ${Buffer.from(`aws:${await aTokenOf(emulator)}`).toString('base64')}` };
  return {
    put: async (file, body) => (await fetch(endpoint + file, { method: 'PUT', headers, body })).status,
    get: (file) => fetch(endpoint + file, { headers }),
  };
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

function metadata(...versions: readonly string[]): string {
  const list = versions.map((version) => `<version>${version}</version>`).join('');
  return `<metadata><versioning><versions>${list}</versions></versioning></metadata>`;
}

const GREETING = 'com/example/greeting';

/** What `mvn deploy` of a release sends, in its order (Maven 3.8). */
async function deploy(repository: Repository, version: string, jar = `jar of ${version}`): Promise<readonly number[]> {
  const base = `${GREETING}/${version}/greeting-${version}`;
  const files: readonly (readonly [string, string])[] = [
    [`${base}.jar`, jar],
    [`${base}.pom`, `<project>${version}</project>`],
    [`${GREETING}/maven-metadata.xml`, metadata(version)],
  ];
  const statuses: number[] = [];
  for (const [file, text] of files) {
    statuses.push(await repository.put(file, text));
    statuses.push(await repository.put(`${file}.sha1`, digest('sha1', text)));
    statuses.push(await repository.put(`${file}.md5`, digest('md5', text)));
  }
  return statuses;
}

describe('the sample library', () => {
  const base = 'com/example/hello-codeartifact/1.0.0/hello-codeartifact-1.0.0';

  test('has a POM and a JAR with a manifest', async () => {
    const repository = await aRepository();
    const pom = await repository.get(`${base}.pom`);
    expect(await pom.text()).toContain('<artifactId>hello-codeartifact</artifactId>');
    const jar = readZip(Buffer.from(await (await repository.get(`${base}.jar`)).arrayBuffer()));
    expect([...jar!.keys()]).toEqual(['META-INF/MANIFEST.MF', 'hello.txt']);
    expect(String(jar!.get('hello.txt'))).toBe('Hello from hello-codeartifact\n');
  });

  test.each(['md5', 'sha1', 'sha256', 'sha512'])('has the %s of everything', async (algorithm) => {
    const repository = await aRepository();
    for (const file of [`${base}.pom`, 'com/example/hello-codeartifact/maven-metadata.xml']) {
      const text = await (await repository.get(file)).text();
      expect(await (await repository.get(`${file}.${algorithm}`)).text()).toBe(digest(algorithm, text));
    }
  });

  test.each([`${base}.war`, `${base}.war.sha1`, 'com/example/absent/maven-metadata.xml', 'com/example/', ''])(
    'has no %j beside it',
    async (file) => {
      expect((await (await aRepository()).get(file)).status).toBe(404);
    },
  );
});

describe('a deployed version', () => {
  test('is there for readers, and its artifact lists all that were deployed', async () => {
    const repository = await aRepository();
    expect(await deploy(repository, '1.0.0')).toEqual(Array.from({ length: 9 }, () => 201));
    await deploy(repository, '1.1.0');
    expect(await (await repository.get(`${GREETING}/1.1.0/greeting-1.1.0.jar`)).text()).toBe('jar of 1.1.0');
    const listed = await (await repository.get(`${GREETING}/maven-metadata.xml`)).text();
    expect(listed.match(/<version>[^<]+/g)).toEqual(['<version>1.0.0', '<version>1.1.0']);
    expect(listed).toContain('<groupId>com.example</groupId>');
    expect(listed).toContain('<release>1.1.0</release>');
  });

  test('is unfinished until the list of versions names it', async () => {
    const repository = await aRepository();
    const pom = `${GREETING}/1.0.0/greeting-1.0.0.pom`;
    expect(await repository.put(pom, '<project/>')).toBe(201);
    expect((await repository.get(pom)).status).toBe(404);
    expect(await repository.put(`${GREETING}/maven-metadata.xml`, metadata('9.9.9'))).toBe(201);
    expect((await repository.get(`${GREETING}/maven-metadata.xml`)).status).toBe(404);
    await repository.put(`${GREETING}/maven-metadata.xml`, metadata('1.0.0'));
    expect((await repository.get(pom)).status).toBe(200);
  });

  test('takes the same bytes again, but no other ones', async () => {
    const repository = await aRepository();
    await deploy(repository, '1.0.0');
    const jar = `${GREETING}/1.0.0/greeting-1.0.0.jar`;
    expect([await repository.put(jar, 'jar of 1.0.0'), await repository.put(jar, 'other')]).toEqual([201, 409]);
    expect(await (await repository.get(jar)).text()).toBe('jar of 1.0.0');
  });

  test('stops where a checksum does not fit', async () => {
    const repository = await aRepository();
    const jar = `${GREETING}/1.0.0/greeting-1.0.0.jar`;
    expect(await repository.put(`${jar}.sha1`, digest('sha1', 'jar'))).toBe(400);
    await repository.put(jar, 'jar');
    expect(await repository.put(`${jar}.sha1`, digest('sha1', 'raj'))).toBe(400);
    expect(await repository.put(`${jar}.sha1`, `${digest('sha1', 'jar').toUpperCase()}  greeting.jar\n`)).toBe(201);
  });

  test('of a snapshot keeps the list of its latest build', async () => {
    const repository = await aRepository();
    const folder = `${GREETING}/2.0-SNAPSHOT`;
    for (const build of ['1', '2']) {
      await repository.put(`${folder}/greeting-2.0-${build}.jar`, build);
      expect(await repository.put(`${folder}/maven-metadata.xml`, `<metadata>${build}</metadata>`)).toBe(201);
      await repository.put(`${GREETING}/maven-metadata.xml`, metadata('2.0-SNAPSHOT'));
    }
    expect(await (await repository.get(`${folder}/maven-metadata.xml`)).text()).toBe('<metadata>2</metadata>');
    expect(await (await repository.get(`${folder}/greeting-2.0-1.jar`)).text()).toBe('1');
    const listed = await (await repository.get(`${GREETING}/maven-metadata.xml`)).text();
    expect(listed).toContain('<latest>2.0-SNAPSHOT</latest>');
    expect(listed).not.toContain('<release>');
  });

  test.each(['greeting.jar', 'com/greeting.jar', 'com/example/<b>/1/x.jar', 'com/example/greeting/1/'])(
    'is nothing that %j could be part of',
    async (file) => {
      expect(await (await aRepository()).put(file, 'x')).toBe(400);
    },
  );
});
