import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineClient } from '../../contract/engine-client.ts';
import { dispatch } from '../../engine/dispatch.ts';
import { assetResponse } from './asset-response.ts';
import { cookieOf, createSessions, isLoopbackHost, refuseForeignOrigin } from './guard.ts';
import type { Refusal, Sessions } from './guard.ts';
import { streamSnapshots } from './snapshot-stream.ts';

/** The largest request the contract can need is far below this. Bytes. */
const LARGEST_BODY = 64 * 1024;

export type HeadlessOptions = {
  readonly client: EngineClient;
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Called when a key was used up, with the address that works next. */
  onKeyUsed?(nextAddress: string): void;
};

export type HeadlessServer = {
  readonly port: number;
  /** Address with its one-time key. */
  readonly address: string;
  close(): Promise<void>;
};

/** Serves the page and the engine on 127.0.0.1 to whoever holds a key, and to nobody else. */
export async function serveHeadless(options: HeadlessOptions): Promise<HeadlessServer> {
  const sessions = createSessions();
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16 * 1024 }, (request, response) => {
    respond(request, response, options, sessions, addressWithKey).catch(() => {
      if (!response.headersSent) refuse(response, { status: 500, message: 'Something went wrong.' });
      else response.destroy();
    });
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  function addressWithKey(): string {
    return `http://127.0.0.1:${port}/?key=${sessions.issueKey()}`;
  }
  return {
    port,
    address: addressWithKey(),
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
  nextAddress: () => string,
): Promise<void> {
  if (!isLoopbackHost(request.headers.host)) {
    refuse(response, { status: 421, message: 'This server only answers under its loopback address.' });
    return;
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const key = url.searchParams.get('key');
  if (request.method === 'GET' && url.pathname === '/' && key !== null) {
    enter(request, response, key, sessions, () => options.onKeyUsed?.(nextAddress()));
    return;
  }
  if (!url.pathname.startsWith('/api/')) {
    await sendAsset(request, response, url, options.pageFolder);
    return;
  }
  const foreign = refuseForeignOrigin(request);
  if (foreign !== null) {
    refuse(response, foreign);
    return;
  }
  if (!sessions.has(cookieOf(request, cookieName(request)))) {
    refuse(response, { status: 401, message: "This page's key is not valid (any more)." });
    return;
  }
  if (url.pathname === '/api/events' && request.method === 'GET') {
    await streamSnapshots(options.client, request, response);
  } else if (url.pathname === '/api/request') {
    await answerRequest(request, response, options.client);
  } else {
    refuse(response, { status: 404, message: 'There is nothing here.' });
  }
}

/** Cookies know no ports, so that the name tells two servers of one machine apart. */
function cookieName(request: IncomingMessage): string {
  return `codeartifact-tray-${request.socket.localPort ?? 0}`;
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
  response.writeHead(303, { location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}

async function sendAsset(request: IncomingMessage, response: ServerResponse, url: URL, folder: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, { status: 405, message: 'Only GET is answered here.' });
    return;
  }
  const asset = await assetResponse(url, folder);
  response.writeHead(asset.status, asset.headers).end(request.method === 'HEAD' ? undefined : asset.body);
}

async function answerRequest(request: IncomingMessage, response: ServerResponse, client: EngineClient): Promise<void> {
  if (request.method !== 'POST') {
    refuse(response, { status: 405, message: 'Only POST is answered here.' });
    return;
  }
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') {
    refuse(response, { status: 415, message: 'Only application/json is understood.' });
    return;
  }
  const body = await readBody(request);
  if (typeof body !== 'string') {
    refuse(response, body);
    return;
  }
  const call = parseCall(body);
  if (call === null) {
    refuse(response, { status: 400, message: 'The body is not JSON with a name and params.' });
    return;
  }
  const result = await dispatch(client, call.name, call.params);
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(result));
}

async function readBody(request: IncomingMessage): Promise<string | Refusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return { status: 413, message: 'The request is too large.' };
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseCall(body: string): { readonly name: unknown; readonly params: unknown } | null {
  try {
    const call: unknown = JSON.parse(body);
    return typeof call === 'object' && call !== null && 'name' in call && 'params' in call ? call : null;
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    })
    .end(`${message}\n`);
}
