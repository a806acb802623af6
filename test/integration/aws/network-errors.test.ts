import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { CodeartifactClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import type { CallContext } from '../../../shared/adapters/aws/errors/words.ts';
import { explainAwsError } from '../../../shared/adapters/aws/errors/explain.ts';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { FaultServer } from '../../support/aws-fault-server.ts';
import { startFaultServer, tokenAnswer } from '../../support/aws-fault-server.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { aFaultyAws } from '../../support/aws-faulty.ts';
import { problemIn, SECRET_WORD, STATIC_KEYS } from '../../support/aws-problems.ts';
import type { ProxyServer } from '../../support/aws-proxy.ts';
import { startProxy } from '../../support/aws-proxy.ts';
import { selfSigned } from '../../support/aws-self-signed.ts';

const ADDRESS = { profile: 'work', region: 'eu-west-1', domain: 'payments', domainOwner: '444455556666' };
const CONTEXT: CallContext = { ...ADDRESS, operation: 'GetAuthorizationToken' };

let home: AwsHome;
let server: FaultServer;
beforeEach(async () => {
  ({ home, server } = await aFaultyAws(null));
  await home.writeCredentials(`[work]\n${STATIC_KEYS}`);
});

async function problemWith(env: Readonly<Record<string, string>>): Promise<Problem> {
  const access = createAwsAccess({ ...home.environment, env: { ...home.environment.env, ...env } });
  return problemIn(await access.token(ADDRESS, undefined));
}

/** An error of Node as its network layers make them. */
function nodeError(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

describe('through a server that fails', () => {
  test('a port nobody listens at is offline, may be tried again, and names profile and domain', async () => {
    await server.close();
    const problem = await problemWith({ AWS_ENDPOINT_URL_CODEARTIFACT: server.url });
    expect(problem).toMatchObject({ code: 'offline', retryable: true, command: null });
    expect(problem.message).toContain('profile work and domain payments of account 444455556666 in eu-west-1');
  });

  test('a connection that is cut is a lost one', async () => {
    server.answerWith('reset');
    const problem = await problemWith({ AWS_ENDPOINT_URL_CODEARTIFACT: server.url });
    expect(problem).toMatchObject({ code: 'connectionLost', retryable: true });
    expect(problem.message).toContain('profile work');
  });

  test('an answer that does not come within the time of a request is a timeout', async () => {
    server.answerWith('silent');
    const sdk = new CodeartifactClient({
      region: 'eu-west-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true },
      maxAttempts: 1,
    });
    const error: unknown = await sdk
      .send(new GetAuthorizationTokenCommand({ domain: 'payments' }))
      .catch((e: unknown) => e);
    expect(explainAwsError(error, CONTEXT)).toMatchObject({ code: 'timeout', retryable: true });
  });

  test('a call that outlasts the limit is a timeout and its request is dropped', { timeout: 5000 }, async () => {
    let giveUp = (): void => {};
    let limit = 0;
    const clock = {
      ...systemClock,
      after(milliseconds: number, callback: () => void) {
        limit = milliseconds;
        giveUp = callback;
        return () => {};
      },
    };
    server.answerWith(() => {
      setImmediate(() => giveUp());
      return 'silent';
    });
    const env = { ...home.environment.env, AWS_ENDPOINT_URL_CODEARTIFACT: server.url };
    const problem = problemIn(await createAwsAccess({ ...home.environment, env }, { clock }).token(ADDRESS, undefined));
    await server.asked[0]!.closed;
    expect(limit).toBe(9000);
    expect(problem).toMatchObject({ code: 'timeout', retryable: true });
    expect(problem.message).toContain('profile work');
  });

  test('TLS spoken to a plain port is told apart from being offline', async () => {
    server.answerWith(tokenAnswer());
    const problem = await problemWith({ AWS_ENDPOINT_URL_CODEARTIFACT: server.url.replace('http:', 'https:') });
    expect(problem).toMatchObject({ code: 'notTls', retryable: false });
  });
});

test('a proxy address that is no URL is named as the cause, without its password', async () => {
  const problem = await problemWith({ HTTPS_PROXY: `http://ann:${SECRET_WORD}@:x` });
  expect(problem).toMatchObject({ code: 'proxyInvalid', retryable: false });
});

describe('through a proxy', () => {
  let proxy: ProxyServer;
  afterEach(() => proxy.close());

  async function proxyThatAnswers(status: number): Promise<string> {
    proxy = await startProxy(status);
    return `http://ann:${SECRET_WORD}@127.0.0.1:${proxy.port}`;
  }

  test.each(['HTTPS_PROXY', 'https_proxy'])('%s that wants a sign-in says so and shows no password', async (name) => {
    const problem = await problemWith({ [name]: await proxyThatAnswers(407) });
    expect(problem).toMatchObject({ code: 'proxyLoginNeeded', retryable: false });
    expect(problem.message).toContain('profile work');
    const login = Buffer.from(`ann:${SECRET_WORD}`).toString('base64');
    expect(proxy.asked[0]).toBe(`codeartifact.eu-west-1.amazonaws.com:443 Basic ${login}`);
  });

  test('a proxy that is not able to connect may be tried again', async () => {
    const problem = await problemWith({ HTTPS_PROXY: await proxyThatAnswers(503) });
    expect(problem).toMatchObject({ code: 'proxyRefused', retryable: true });
  });

  test('the SSO portal is asked through it as well, in the region of the session', async () => {
    await home.writeConfig(
      '[profile sso]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Dev\n[sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp\n',
    );
    await home.writeSsoToken('corp', { accessToken: 'a', expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const env = { ...home.environment.env, HTTPS_PROXY: await proxyThatAnswers(407) };
    const access = createAwsAccess({ ...home.environment, env });
    const problem = problemIn(await access.token({ ...ADDRESS, profile: 'sso' }, undefined));
    expect(problem).toMatchObject({ code: 'proxyLoginNeeded', retryable: false });
    expect(proxy.asked[0]).toContain('portal.sso.us-east-2.amazonaws.com:443');
  });

  test('this machine itself is never reached through a proxy', async () => {
    const url = await proxyThatAnswers(503);
    server.answerWith(tokenAnswer('direct'));
    const env = { ...home.environment.env, HTTP_PROXY: url, HTTPS_PROXY: url, AWS_ENDPOINT_URL: server.url };
    const result = await createAwsAccess({ ...home.environment, env }).token(ADDRESS, undefined);
    expect(result).toMatchObject({ ok: true, value: { token: 'direct' } });
  });
});

describe('through a proxy for plain http', () => {
  let asked: string[];
  let proxy: http.Server;
  let url: string;
  beforeEach(async () => {
    asked = [];
    proxy = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(407).end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const nobody = 'http://127.0.0.1:1';

  test.each<[string, (url: string) => Record<string, string>]>([
    ['HTTP_PROXY', (HTTP_PROXY) => ({ HTTP_PROXY })],
    ['http_proxy', (http_proxy) => ({ http_proxy })],
    ['http_proxy before HTTP_PROXY', (http_proxy) => ({ http_proxy, HTTP_PROXY: nobody })],
    ['HTTP_PROXY beside an empty http_proxy', (HTTP_PROXY) => ({ http_proxy: '', HTTP_PROXY })],
    ['HTTP_PROXY for all hosts but others', (HTTP_PROXY) => ({ HTTP_PROXY, NO_PROXY: 'other.example' })],
  ])('%s is asked', async (_, env) => {
    const problem = await problemWith({ AWS_ENDPOINT_URL: 'http://codeartifact.example', ...env(url) });
    expect(problem).toMatchObject({ code: 'proxyLoginNeeded', advice: expect.stringContaining('HTTP_PROXY') });
    expect(asked[0]).toContain('http://codeartifact.example/v1/authorization-token');
  });

  test.each(['no_proxy', 'NO_PROXY'])('a host that %s names is asked without it', async (name) => {
    await problemWith({ AWS_ENDPOINT_URL: 'http://codeartifact.invalid', HTTP_PROXY: url, [name]: '.invalid' });
    expect(asked).toEqual([]);
  });
});

describe('through TLS', () => {
  test('an unknown certificate is refused with the way out, and a CA bundle is that way', async ({ skip }) => {
    const tls = selfSigned(home.folder, 'IP:127.0.0.1') ?? skip('no openssl');
    const aws = await startFaultServer(tls);
    try {
      aws.answerWith(tokenAnswer('trusted'));
      const problem = await problemWith({ AWS_ENDPOINT_URL_CODEARTIFACT: aws.url });
      expect(problem).toMatchObject({ code: 'certificateUntrusted', retryable: false });
      expect(problem.advice).toContain('AWS_CA_BUNDLE');
      expect(aws.asked).toHaveLength(0);

      const env = { ...home.environment.env, AWS_ENDPOINT_URL_CODEARTIFACT: aws.url };
      const byVariable = createAwsAccess({ ...home.environment, env: { ...env, AWS_CA_BUNDLE: tls.certFile } });
      expect(await byVariable.token(ADDRESS, undefined)).toMatchObject({ ok: true, value: { token: 'trusted' } });

      await home.writeConfig(`[profile work]\nca_bundle = ${tls.certFile}\n`);
      const byProfile = createAwsAccess({ ...home.environment, env });
      expect(await byProfile.token(ADDRESS, undefined)).toMatchObject({ ok: true, value: { token: 'trusted' } });
    } finally {
      await aws.close();
    }
  });

  test('a CA bundle that is missing or holds no certificate is named as the cause', async () => {
    const file = path.join(home.folder, 'ca.pem');
    expect(await problemWith({ AWS_CA_BUNDLE: file })).toMatchObject({ code: 'fileUnreadable', retryable: false });
    await writeFile(file, 'not a certificate');
    expect(await problemWith({ AWS_CA_BUNDLE: file })).toMatchObject({ code: 'fileUnreadable', retryable: false });
  });
});

describe('by the shape of an error that a loopback server can not produce', () => {
  const host = 'getaddrinfo ENOTFOUND codeartifact.eu-west-1.amazonaws.com';

  test('a host name that is not found in a region with CodeArtifact means offline', () => {
    expect(explainAwsError(nodeError('ENOTFOUND', host), CONTEXT)).toMatchObject({ code: 'offline', retryable: true });
  });

  test('a host name that is not found in a region without CodeArtifact blames the region', () => {
    const problem = explainAwsError(nodeError('ENOTFOUND', host), { ...CONTEXT, region: 'us-west-1' });
    expect(problem).toMatchObject({ code: 'regionUnsupported', retryable: false });
    expect(problem.message).toContain('us-west-1');
  });

  test('but not when a custom endpoint was asked, nor when name resolution itself failed', () => {
    const context = { ...CONTEXT, region: 'us-west-1' };
    const notFound = nodeError('ENOTFOUND', host);
    expect(explainAwsError(notFound, { ...context, customEndpoint: true })).toMatchObject({ code: 'offline' });
    expect(explainAwsError(nodeError('EAI_AGAIN', 'getaddrinfo EAI_AGAIN'), context)).toMatchObject({
      code: 'offline',
    });
  });

  test('several addresses that all failed are offline although the error has no text', () => {
    const error = new AggregateError([nodeError('EHOSTUNREACH', 'connect EHOSTUNREACH 203.0.113.1:443')], '');
    expect(explainAwsError(error, CONTEXT)).toMatchObject({ code: 'offline', retryable: true });
  });

  test('a connection that is not made in time is a timeout', () => {
    const text = '@smithy/node-http-handler - the request socket did not establish a connection with the server';
    const error = Object.assign(new Error(text), { name: 'TimeoutError' });
    expect(explainAwsError(error, CONTEXT)).toMatchObject({ code: 'connectTimeout', retryable: true });
  });

  test.each([
    ['CERT_HAS_EXPIRED', 'certificateExpired', /clock.*proxy/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificateOtherHost', /proxy.*sign in/],
  ])('%s is a code of its own', (code, expected, advice) => {
    const problem = explainAwsError(nodeError(code, 'certificate has expired'), CONTEXT);
    expect(problem).toMatchObject({ code: expected, retryable: false });
    expect(problem.advice).toMatch(advice);
  });

  test.each([
    ['Error: self-signed certificate in certificate chain', 'certificateUntrusted'],
    ["Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames", 'certificateOtherHost'],
    ['AggregateError', 'offline'],
    ['AggregateError [EHOSTUNREACH]: ', 'offline'],
    ['TimeoutError: the request socket did not establish a connection', 'connectTimeout'],
    ["SyntaxError: Unexpected token '<'", 'intercepted'],
    ['TooManyRequestsException: slow down', 'throttled'],
    [
      'Failed to refresh token: Error: connect ECONNREFUSED 127.0.0.1:1. Please re-authenticate using aws login',
      'offline',
    ],
  ])('%j, as a credential provider passes it on, is %s', (text, code) => {
    const error = Object.assign(new Error(text), { name: 'CredentialsProviderError' });
    expect(explainAwsError(error, CONTEXT)).toMatchObject({ code });
  });

  test('a thing that is no error at all is still a problem', () => {
    expect(explainAwsError('boom', CONTEXT)).toMatchObject({ code: 'unexpected', retryable: false });
    expect(explainAwsError(undefined, CONTEXT)).toMatchObject({ code: 'unexpected' });
  });
});
