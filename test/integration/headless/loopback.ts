import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineApi } from '../../../shared/contract/engine-api.ts';
import { checkedRequest } from '../../../shared/engine/operations/answer.ts';
import { ok } from '../../../shared/contract/problem.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { serveHeadless } from '../../../shared/hosts/headless/server.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';
import { aBusySnapshot } from '../../support/snapshots.ts';

export type Loopback = {
  readonly port: number;
  /** The one-time key of the first address. */
  readonly key: string;
  /** Addresses handed out after a key was used. */
  readonly nextAddresses: readonly string[];
  /** Names and parameters that reached the engine. */
  readonly asked: readonly (readonly [string, unknown])[];
  readonly subscribers: () => number;
  publish(snapshot: Snapshot): void;
  close(): Promise<void>;
};

/** The loopback host with a page beside secrets, over an engine that remembers what it was asked. It goes with the test. */
export async function aLoopback(present: Snapshot = aBusySnapshot()): Promise<Loopback> {
  const folder = temporaryFolder();
  const pageFolder = path.join(folder, 'renderer');
  mkdirSync(path.join(pageFolder, 'assets'), { recursive: true });
  writeFileSync(path.join(pageFolder, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(path.join(pageFolder, 'assets/index.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.js'), 'planted secret');
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const asked: [string, unknown][] = [];
  const api: EngineApi = {
    request: checkedRequest(
      async (name, params) => {
        asked.push([name, params]);
        return ok((name === 'state.get' ? present : {}) as never);
      },
      () => {},
    ),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const nextAddresses: string[] = [];
  const onKeyUsed = () => nextAddresses.push(server.newAddress());
  const server = await serveHeadless({ api, pageFolder, port: 0, onKeyUsed });
  onTestFinished(() => server.close());
  return {
    port: server.port,
    key: keyOf(server.newAddress()),
    nextAddresses,
    asked,
    subscribers: () => listeners.size,
    publish(snapshot) {
      for (const listener of listeners) listener(snapshot);
    },
    close: () => server.close(),
  };
}

export function keyOf(address: string): string {
  return new URL(address).searchParams.get('key')!;
}

export type Sent = {
  readonly method?: string;
  /** Goes into the request line as it is. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
export type HttpAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** One request as any program of this machine can send it: every header can be forged, `Host` too. */
export async function send(loopback: Loopback, sent: Sent = {}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(optionsOf(loopback, sent), (response) => {
      readAll(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

function optionsOf({ port }: Loopback, { method = 'GET', path: target = '/', headers = {} }: Sent) {
  return {
    host: '127.0.0.1',
    port,
    method,
    path: target,
    agent: false as const,
    setHost: false,
    headers: { host: `127.0.0.1:${port}`, ...headers },
  };
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Exchanges the key as a browser does; the cookie as it is sent back. */
export async function signIn(loopback: Loopback, key = loopback.key): Promise<string> {
  const { headers } = await send(loopback, { path: `/?key=${key}` });
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** A request of the API the way our page sends it. */
export function call(cookie: string, name: unknown = 'state.get', params: unknown = {}): Sent {
  return {
    method: 'POST',
    path: '/api/request',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name, params }),
  };
}

/** Sends bytes and reads until the server closes the connection. */
export async function sendRaw({ port }: Loopback, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    onTestFinished(() => void socket.destroy());
  });
}

/** A connection that sent so much and then waits. */
export async function halfRequest({ port }: Loopback, bytes: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => resolve(socket)));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

export type EventStream = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly response: IncomingMessage;
  /** Everything received so far. */
  text(): string;
  /** Revisions of the snapshots received so far. */
  revisions(): readonly number[];
  /** Resolves when the server ended the stream. */
  readonly ended: Promise<void>;
  /** Closes the tab. */
  leave(): void;
};

/** Opens the event stream as EventSource does. */
export async function openEvents(loopback: Loopback, headers: Readonly<Record<string, string>>): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(optionsOf(loopback, { path: '/api/events', headers }), (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      response.on('error', () => {});
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        response,
        text: () => received,
        revisions: () => [...received.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])),
        ended: new Promise((done) => response.on('close', () => done())),
        leave: () => void outgoing.destroy(),
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
    onTestFinished(() => void outgoing.destroy());
  });
}
