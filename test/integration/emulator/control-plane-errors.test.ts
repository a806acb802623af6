import {
  CodeartifactServiceException,
  DescribeDomainCommand,
  DescribeRepositoryCommand,
  GetAuthorizationTokenCommand,
  GetRepositoryEndpointCommand,
  ListDomainsCommand,
  ListRepositoriesCommand,
  ListRepositoriesInDomainCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-codeartifact';
import type {
  GetAuthorizationTokenCommandInput,
  GetRepositoryEndpointCommandInput,
} from '@aws-sdk/client-codeartifact';
import { describe, expect, test } from 'vitest';
import {
  sdkFor,
  ACCOUNT,
  anEmulator,
  DENIED_KEY,
  EXPIRED_KEY,
  failureOf,
  OTHER_ACCOUNT,
  OTHER_KEY,
} from '../../support/emulator-service.ts';

const askToken = new GetAuthorizationTokenCommand({ domain: 'platform' });

describe('credentials', () => {
  test('of an unknown key are invalid', async () => {
    const sdk = sdkFor(await anEmulator(), { accessKeyId: 'AKIANOBODY' });
    expect(await failureOf(sdk.send(askToken))).toMatchObject({
      name: 'UnrecognizedClientException',
      status: 403,
      message: 'The security token included in the request is invalid.',
    });
  });

  test('that ended are expired', async () => {
    const emulator = await anEmulator();
    const sdk = sdkFor(emulator, { accessKeyId: EXPIRED_KEY });
    expect(await failureOf(sdk.send(askToken))).toMatchObject({
      name: 'ExpiredTokenException',
      status: 403,
      message: 'The security token included in the request is expired',
    });
    expect(emulator.requests.at(-1)?.accessKeyId).toBe(EXPIRED_KEY);
  });

  test.each([
    undefined,
    'Bearer something',
    'AWS4-HMAC-SHA256 nonsense',
    'AWS4-HMAC-SHA256 Credential=AKIAEMULATED00000001/20261120/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  ])('in the header %j are missing', async (authorization) => {
    const emulator = await anEmulator();
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${emulator.url}/v1/domains`, { method: 'POST', headers });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
  });
});

describe('permissions', () => {
  test.each([
    ['GetAuthorizationToken', askToken, `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/platform`],
    ['ListDomains', new ListDomainsCommand({}), '*'],
    ['ListRepositories', new ListRepositoriesCommand({}), '*'],
    [
      'DescribeRepository',
      new DescribeRepositoryCommand({ domain: 'platform', repository: 'web' }),
      `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:repository/platform/web`,
    ],
  ] as const)('that lack %s give the sentence of AWS', async (operation, command, resource) => {
    const principals = [{ accessKeyId: DENIED_KEY, account: ACCOUNT, deny: [operation] }];
    const sdk = sdkFor(await anEmulator({ principals }), { accessKeyId: DENIED_KEY });
    // The union of commands has no common `send` overload; each is one of this service’s.
    expect(await failureOf(sdk.send(command as typeof askToken))).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
      message:
        `User: arn:aws:iam::${ACCOUNT}:user/developer is not authorized to perform: codeartifact:${operation} ` +
        `on resource: ${resource} because no identity-based policy allows the codeartifact:${operation} action`,
    });
    await expect(sdk.send(new DescribeDomainCommand({ domain: 'platform' }))).resolves.toBeDefined();
  });
});

describe('things that do not exist', () => {
  test('a domain', async () => {
    const error: unknown = await sdkFor(await anEmulator())
      .send(new GetAuthorizationTokenCommand({ domain: 'absent' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({
      message: `Domain not found. Domain 'absent' owned by account '${ACCOUNT}' does not exist`,
      resourceType: 'domain',
      resourceId: 'absent',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('a domain in another region', async () => {
    const sdk = sdkFor(await anEmulator(), { region: 'us-west-2' });
    expect(await failureOf(sdk.send(askToken))).toMatchObject({ resourceType: 'domain', status: 404 });
  });

  test('a domain of another account that was not named', async () => {
    const sdk = sdkFor(await anEmulator(), { accessKeyId: OTHER_KEY });
    expect(await failureOf(sdk.send(askToken))).toMatchObject({
      message: `Domain not found. Domain 'platform' owned by account '${OTHER_ACCOUNT}' does not exist`,
    });
  });

  test('a repository', async () => {
    const sdk = sdkFor(await anEmulator());
    const input = { domain: 'platform', repository: 'absent' };
    const missing = {
      name: 'ResourceNotFoundException',
      status: 404,
      resourceType: 'repository',
      resourceId: 'absent',
    };
    expect(await failureOf(sdk.send(new DescribeRepositoryCommand(input)))).toMatchObject(missing);
    const endpoint = new GetRepositoryEndpointCommand({ ...input, format: 'npm' });
    expect(await failureOf(sdk.send(endpoint))).toMatchObject(missing);
  });

  test('an operation', async () => {
    const response = await fetch(`${(await anEmulator()).url}/v1/domain`, { method: 'DELETE' });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  });
});

describe('input', () => {
  test.each<[string, GetAuthorizationTokenCommandInput]>([
    ['domain', { domain: '' }],
    ['domain', { domain: 'Platform' }],
    ['domain', { domain: 'p' }],
    ['domain', { domain: 'a'.repeat(51) }],
    ['domain', { domain: undefined }],
    ['domainOwner', { domain: 'platform', domainOwner: '1111' }],
    ['durationSeconds', { domain: 'platform', durationSeconds: 899 }],
    ['durationSeconds', { domain: 'platform', durationSeconds: 1 }],
    ['durationSeconds', { domain: 'platform', durationSeconds: -1 }],
    ['durationSeconds', { domain: 'platform', durationSeconds: 43_201 }],
  ])('with a bad %s gets no token: %j', async (member, input) => {
    const emulator = await anEmulator();
    const error: unknown = await sdkFor(emulator)
      .send(new GetAuthorizationTokenCommand(input))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ValidationException);
    expect(error).toMatchObject({ reason: 'FIELD_VALIDATION_FAILED', $metadata: { httpStatusCode: 400 } });
    expect((error as Error).message).toContain(`1 validation error detected: Value`);
    expect((error as Error).message).toContain(`at '${member}'`);
    expect(emulator.issuedTokens).toEqual([]);
  });

  test('is looked at before anything is looked up, and every fault is named', async () => {
    const input = { domain: 'absent', repository: '-', format: 'rpm' } as unknown as GetRepositoryEndpointCommandInput;
    const failure = await failureOf(sdkFor(await anEmulator()).send(new GetRepositoryEndpointCommand(input)));
    expect(failure).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(failure['message']).toMatch(
      /^2 validation errors detected: Value '-' at 'repository' .*; Value 'rpm' at 'format'/,
    );
  });

  test.each([0, 1001])('of a list can not ask for %i per page', async (maxResults) => {
    const sdk = sdkFor(await anEmulator());
    const failures = [
      failureOf(sdk.send(new ListDomainsCommand({ maxResults }))),
      failureOf(sdk.send(new ListRepositoriesCommand({ maxResults }))),
      failureOf(sdk.send(new ListRepositoriesInDomainCommand({ domain: 'platform', maxResults }))),
    ];
    for (const failure of await Promise.all(failures)) expect(failure['name']).toBe('ValidationException');
  });

  test('of a list can not make up a page', async () => {
    const sdk = sdkFor(await anEmulator());
    const failure = await failureOf(sdk.send(new ListDomainsCommand({ nextToken: 'made-up' })));
    expect(failure).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  test('that is no JSON can not be parsed', async () => {
    const emulator = await anEmulator();
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIAEMULATED00000001/20261120/eu-west-1/codeartifact/aws4_request, SignedHeaders=host, Signature=0';
    const response = await fetch(`${emulator.url}/v1/domains`, {
      method: 'POST',
      body: '{',
      headers: { authorization },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ reason: 'CANNOT_PARSE' });
  });
});

describe('ordered failures', () => {
  test('come as often as ordered, in turn, and for their operation alone', async () => {
    const emulator = await anEmulator();
    const sdk = sdkFor(emulator);
    emulator.failNext('GetAuthorizationToken', { status: 500, type: 'InternalServerException', message: 'One' }, 2);
    emulator.failNext('GetAuthorizationToken', { status: 503, type: 'ServiceUnavailableException', message: 'Two' });
    await sdk.send(new DescribeDomainCommand({ domain: 'platform' }));
    const failures = [
      await failureOf(sdk.send(askToken)),
      await failureOf(sdk.send(askToken)),
      await failureOf(sdk.send(askToken)),
    ];
    expect(failures.map(({ status, message }) => [status, message])).toEqual([
      [500, 'One'],
      [500, 'One'],
      [503, 'Two'],
    ]);
    await expect(sdk.send(askToken)).resolves.toBeDefined();
  });

  test('of throttling carry the time to wait', async () => {
    const emulator = await anEmulator();
    const error = { status: 429, type: 'ThrottlingException', message: 'Rate exceeded', retryAfterSeconds: 7 };
    emulator.failNext('GetAuthorizationToken', error);
    const thrown: unknown = await sdkFor(emulator)
      .send(askToken)
      .catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(ThrottlingException);
    expect(thrown).toMatchObject({ message: 'Rate exceeded', retryAfterSeconds: 7 });
  });

  test('of types that the model lacks keep their name', async () => {
    const emulator = await anEmulator();
    emulator.failNext('GetAuthorizationToken', { status: 403, type: 'InvalidSignatureException', message: 'No match' });
    const thrown: unknown = await sdkFor(emulator)
      .send(askToken)
      .catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(CodeartifactServiceException);
    expect(thrown).toMatchObject({ name: 'InvalidSignatureException' });
  });

  test('are got over by the SDK’s own retries, each of which counts', async () => {
    const emulator = await anEmulator();
    emulator.failNext('GetAuthorizationToken', { status: 500, type: 'InternalServerException', message: 'Once' });
    const answer = await sdkFor(emulator, { maxAttempts: 3 }).send(askToken);
    expect(answer.$metadata.attempts).toBe(2);
    expect(emulator.count('GetAuthorizationToken')).toBe(2);
  });
});

test('answers with a request id and the date of its own clock', async () => {
  const emulator = await anEmulator({ now: () => Date.parse('2030-01-02T03:04:05.678Z') });
  const response = await fetch(`${emulator.url}/v1/domains`, { method: 'POST' });
  expect(response.headers.get('date')).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});
