import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsError } from './aws-error.ts';
import { answerApi } from './control-plane.ts';
import { createDataPlane } from './data-plane.ts';
import { readBody } from './incoming.ts';
import type { Answer, Incoming, Service, TakeInjected } from './incoming.ts';
import { createKeyRing } from './key-ring.ts';
import type { Emulator, EmulatorOptions, EmulatorRequest, InjectedError } from './options.ts';
import { messageReply } from './reply.ts';
import type { Reply } from './reply.ts';
import { createSso } from './sso/index.ts';
import { createSts } from './sts/index.ts';
import { createTokenLedger } from './token-ledger.ts';

const LOOPBACK = '127.0.0.1';

/**
 * Starts an in-memory CodeArtifact on the loopback interface: its API for any AWS SDK, the repositories' package
 * endpoints for package managers, and STS and single sign-on, by which one gets at keys. Rejects when the port is taken.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const now = options.now ?? Date.now;
  const ledger = createTokenLedger(now);
  const dataPlane = createDataPlane(ledger, now);
  const failures = createFailurePlan();
  const issuedSecrets: string[] = [];
  const keys = createKeyRing(options.principals, now, keepSecret);
  const requests: EmulatorRequest[] = [];

  const server = createServer((request, response) => {
    void handle(request).then((reply) => send(response, reply, now()));
  });
  const port = await listen(server, options.port ?? 0);
  const url = `http://${LOOPBACK}:${port}`;
  const hosts = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);
  const service = {
    url,
    domains: options.domains,
    ledger,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds,
    now,
    createdTime: Math.floor(now() / 1000),
  };

  const surroundings = { url, now, keys, takeInjected: failures.take, keepSecret };
  const sso = options.sso === undefined ? null : createSso(options.sso, surroundings);
  const services: readonly Service[] = [
    (incoming) => dataPlane(incoming, failures.take),
    createSts(options.roles ?? [], keys, now, failures.take),
    ...(sso?.services ?? []),
  ];

  function keepSecret(secret: string): string {
    issuedSecrets.push(secret);
    return secret;
  }

  async function handle(request: IncomingMessage): Promise<Reply> {
    try {
      const host = request.headers.host ?? '';
      // A page of another site can't reach in by a DNS name of its own that resolves to this machine.
      if (!hosts.has(host.toLowerCase())) return messageReply(421, `This server is ${url}`);
      const target = request.url?.startsWith('/') === true ? URL.parse(`http://${host}${request.url}`) : null;
      if (target === null) return messageReply(400, 'The request target is not a path');
      const body = await readBody(request);
      const { operation, accessKeyId, reply } =
        body === null
          ? { operation: 'unknown', accessKeyId: null, reply: messageReply(413, 'The request body is too large') }
          : answer({
              method: readMethod(request),
              url: target,
              authorization: request.headers.authorization,
              contentType: request.headers['content-type'],
              securityToken: headerOf(request, 'x-amz-security-token'),
              ssoToken: headerOf(request, 'x-amz-sso_bearer_token'),
              body,
            });
      requests.push({ operation, accessKeyId, path: target.pathname + target.search, status: reply.status });
      return reply;
    } catch (error) {
      return awsError(500, 'InternalServerException', `The emulator failed: ${String(error)}`);
    }
  }

  function answer(incoming: Incoming): Answer {
    for (const answerOf of services) {
      const its = answerOf(incoming);
      if (its !== null) return its;
    }
    return answerApi(incoming, service, keys, now, failures.take);
  }

  return {
    url,
    requests,
    count: (operation) => requests.filter((request) => request.operation === operation).length,
    issuedTokens: ledger.issued,
    issuedSecrets,
    failNext: failures.add,
    revokeIssuedTokens: () => ledger.revoke(),
    signInBySso(withRefresh = true) {
      if (sso === null) throw new Error('This emulator has no single sign-on');
      return sso.signIn(withRefresh);
    },
    endSessions: () => sso?.endSessions(),
    stop: () => stop(server),
  };
}

function readMethod(request: IncomingMessage): string {
  return request.method === undefined || request.method === 'HEAD' ? 'GET' : request.method;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Node leaves the body out of an answer to HEAD. */
function send(response: ServerResponse, { status, headers, body }: Reply, now: number): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.setHeader('date', new Date(now).toUTCString());
  response.setHeader('x-amzn-requestid', randomUUID());
  response.writeHead(status).end(body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The errors that tests ordered, per operation, first in, first out. */
function createFailurePlan(): { readonly add: Emulator['failNext']; readonly take: TakeInjected } {
  const queues = new Map<string, InjectedError[]>();
  return {
    add(operation, error, times = 1) {
      const queued = queues.get(operation) ?? [];
      const added = Array.from({ length: times }, () => error);
      queues.set(operation, [...queued, ...added]);
    },
    take: (operation) => queues.get(operation)?.shift() ?? null,
  };
}
