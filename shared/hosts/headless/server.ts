import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineApi } from '../../contract/engine-api.ts';
import { answerRequest } from './answer-request.ts';
import { assetResponse } from '../page/asset-response.ts';
import { cookieOf, createSessions, isLoopbackHost, refuseForeignOrigin } from './guard.ts';
import type { Sessions } from './guard.ts';
import { onlyBy, PRIVATE_HEADERS, refuse } from './reply.ts';
import { streamSnapshots } from './snapshot-stream.ts';

export type HeadlessOptions = {
  readonly api: EngineApi;
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Called when a key was used up. */
  onKeyUsed?(): void;
};

export type HeadlessServer = {
  readonly port: number;
  /** An address with a new one-time key, which ends after ten minutes unused. */
  newAddress(): string;
  close(): Promise<void>;
};

/** Any program of this machine can connect: what does not send its request soon is dropped. Milliseconds, bytes. */
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16 * 1024,
} as const;

/** Many times what browsers open for a few windows. */
const MOST_CONNECTIONS = 256;

/** Serves the page and the engine on 127.0.0.1 to whoever holds a key, and to nobody else. */
export async function serveHeadless(options: HeadlessOptions): Promise<HeadlessServer> {
  const sessions = createSessions();
  const server = createServer(LIMITS, (request, response) => {
    respond(request, response, options, sessions).catch(() => {
      if (!response.headersSent) refuse(response, { status: 500, message: 'Something went wrong.' });
      else response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    newAddress: () => `http://127.0.0.1:${port}/?key=${sessions.issueKey()}`,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: HeadlessOptions,
  sessions: Sessions,
): Promise<void> {
  const target = request.url ?? '';
  // A target with a host of its own counts more than the Host header (RFC 9112, 3.2.2), and only proxies are sent one.
  if (!isLoopbackHost(request.headers.host) || !target.startsWith('/')) {
    refuse(response, { status: 421, message: 'This server only answers under its loopback address.' });
    return;
  }
  const url = new URL(`http://127.0.0.1${target}`);
  const key = url.searchParams.get('key');
  if (request.method === 'GET' && url.pathname === '/' && key !== null) {
    enter(request, response, key, sessions, () => options.onKeyUsed?.());
  } else if (url.pathname.startsWith('/api/')) {
    await answerApi(request, response, url.pathname, options.api, sessions);
  } else {
    await sendAsset(request, response, url, options.pageFolder);
  }
}

/** Exchanges the address's key for a cookie and takes the key out of the address bar. */
function enter(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  sessions: Sessions,
  used: () => void,
): void {
  const session = sessions.exchange(key);
  if (session !== null) {
    response.setHeader('set-cookie', `${cookieName(request)}=${session}; HttpOnly; SameSite=Strict; Path=/`);
    used();
  }
  response.writeHead(303, { ...PRIVATE_HEADERS, location: '/' }).end();
}

async function sendAsset(request: IncomingMessage, response: ServerResponse, url: URL, folder: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, onlyBy('GET'));
    return;
  }
  const asset = await assetResponse(url, folder);
  response.writeHead(asset.status, asset.headers).end(request.method === 'HEAD' ? undefined : asset.body);
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  api: EngineApi,
  sessions: Sessions,
): Promise<void> {
  // Before the session, so that a foreign page can't even find out whether there is one.
  const foreign = refuseForeignOrigin(request);
  if (foreign !== null) refuse(response, foreign);
  else if (!sessions.has(cookieOf(request, cookieName(request)))) {
    refuse(response, { status: 401, message: "This page's key is not valid (any more)." });
  } else if (pathname === '/api/events') {
    if (request.method === 'GET') await streamSnapshots(api, response);
    else refuse(response, onlyBy('GET'));
  } else if (pathname === '/api/request') {
    if (request.method === 'POST') await answerRequest(request, response, api);
    else refuse(response, onlyBy('POST'));
  } else {
    refuse(response, { status: 404, message: 'There is nothing here.' });
  }
}

/** Cookies know no ports, so that the name tells two servers of one machine apart. */
function cookieName(request: IncomingMessage): string {
  return `codeartifact-tray-${request.socket.localPort ?? 0}`;
}
