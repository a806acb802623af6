import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What the server does with one request: answer, cut the connection, or keep silent. */
type Fault = FaultAnswer | 'reset' | 'silent';
export type FaultAnswer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Resolves when the connection that it came by is closed. */
  readonly closed: Promise<void>;
};

export type FaultServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Sets what comes next: a list is worked off and its last entry repeated. */
  answerWith(...faults: readonly (Fault | ((asked: Asked) => Fault))[]): void;
  close(): Promise<void>;
};

/** A server on the loopback that fails in the way a test asks for. */
export async function startFaultServer(tls?: { readonly key: string; readonly cert: string }): Promise<FaultServer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let faults: readonly (Fault | ((asked: Asked) => Fault))[] = [];
  let next = 0;

  function handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://server');
      const seen: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        closed: new Promise((resolve) => request.socket.once('close', () => resolve())),
      };
      asked.push(seen);
      const chosen = faults[Math.min(next++, faults.length - 1)] ?? 'silent';
      const fault = typeof chosen === 'function' ? chosen(seen) : chosen;
      if (fault === 'silent') return;
      if (fault === 'reset') {
        request.socket.destroy();
        return;
      }
      response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers });
      response.end(fault.body);
    });
  }

  const server = tls === undefined ? http.createServer(handle) : https.createServer(tls, handle);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    answerWith(...list) {
      faults = list;
      next = 0;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A CodeArtifact error answer: type in the header, text in the body. */
export function awsError(
  status: number,
  type: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): FaultAnswer {
  return { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ message, ...more }) };
}

/** An STS error answer, which is XML. */
export function stsError(status: number, code: string, message: string): FaultAnswer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

export function tokenAnswer(token = 'eyJ2ZXIiOjF9.a.b.c.d', expiresAt = Date.now() + 12 * 3_600_000): FaultAnswer {
  return { body: JSON.stringify({ authorizationToken: token, expiration: Math.round(expiresAt / 1000) }) };
}
