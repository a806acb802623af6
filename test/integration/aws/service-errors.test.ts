import { beforeEach, expect, test } from 'vitest';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import type { FaultAnswer, Asked, FaultServer } from '../../support/aws-fault-server.ts';
import { awsError, tokenAnswer } from '../../support/aws-fault-server.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { aFaultyAws } from '../../support/aws-faulty.ts';
import { problemIn, SECRET_WORD, SESSION_TOKEN, STATIC_KEYS } from '../../support/aws-problems.ts';

const ADDRESS = { profile: 'work', region: 'eu-west-1', domain: 'payments', domainOwner: '444455556666' };
const ME = 'arn:aws:sts::444455556666:assumed-role/Dev/ann@corp.example';
const NOT_ALLOWED = `User: ${ME} is not authorized to perform: codeartifact:GetAuthorizationToken on resource: arn:aws:codeartifact:eu-west-1:444455556666:domain/payments`;

let home: AwsHome;
let server: FaultServer;
let access: AwsAccess;
beforeEach(async () => {
  ({ home, server } = await aFaultyAws('AWS_ENDPOINT_URL_CODEARTIFACT'));
  await home.writeCredentials(`[work]\n${STATIC_KEYS}`);
  access = createAwsAccess(home.environment);
});

/** The answer as a service that repeats what it was sent would give it. */
function echoing(answer: FaultAnswer): (asked: Asked) => FaultAnswer {
  return (asked) => {
    expect(asked.headers['x-amz-security-token']).toBe(SESSION_TOKEN);
    return { ...answer, body: answer.body.replaceAll('ECHO', JSON.stringify(asked.headers).replaceAll('"', "'")) };
  };
}

async function problemAfter(answer: FaultAnswer): Promise<Problem> {
  server.answerWith(echoing(answer));
  return problemIn(await access.token(ADDRESS, undefined));
}

test.each<[string, FaultAnswer, Partial<Problem>, string]>([
  [
    'expired keys',
    awsError(403, 'ExpiredTokenException', 'The security token included in the request is expired ECHO'),
    { code: 'credentialsExpired', retryable: false },
    'expired',
  ],
  [
    'unknown keys',
    awsError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid. ECHO'),
    { code: 'credentialsInvalid', retryable: false, command: 'aws configure --profile work' },
    'deleted',
  ],
  [
    'a wrong secret key',
    awsError(403, 'InvalidSignatureException', 'The request signature we calculated does not match ECHO'),
    { code: 'secretKeyWrong', retryable: false },
    'secret key',
  ],
  [
    'a missing identity permission',
    awsError(403, 'AccessDeniedException', `${NOT_ALLOWED} because no identity-based policy allows it ECHO`),
    {
      code: 'accessDenied',
      retryable: false,
      advice: 'Ask your administrator to allow codeartifact:GetAuthorizationToken.',
    },
    'codeartifact:GetAuthorizationToken on domain payments',
  ],
  [
    'a domain policy that does not allow it',
    awsError(403, 'AccessDeniedException', `${NOT_ALLOWED} because no resource-based policy allows it`),
    { code: 'domainPolicyDenied', advice: "Ask the domain's owner to allow codeartifact:GetAuthorizationToken." },
    "domain's own policy",
  ],
  [
    'a policy of the organisation',
    awsError(403, 'AccessDeniedException', `${NOT_ALLOWED} with an explicit deny in a service control policy`),
    { code: 'organisationDenied' },
    'organisation',
  ],
  [
    'no right to bearer tokens',
    awsError(403, 'AccessDeniedException', `User: ${ME} is not authorized to perform: sts:GetServiceBearerToken ECHO`),
    { code: 'bearerTokenDenied', retryable: false },
    'sts:GetServiceBearerToken',
  ],
  [
    'the root user',
    awsError(403, 'AccessDeniedException', 'User: arn:aws:iam::444455556666:root is not authorized'),
    { code: 'rootUserDenied', advice: 'Use a role or an IAM user.' },
    'root user',
  ],
  [
    'a domain that does not exist',
    awsError(404, 'ResourceNotFoundException', 'Domain not found. ECHO', { resourceType: 'domain' }),
    { code: 'domainNotFound', retryable: false },
    'domain payments of account 444455556666 in eu-west-1',
  ],
  [
    'a malformed request',
    awsError(400, 'ValidationException', 'bad ECHO', { reason: 'FIELD_VALIDATION_FAILED' }),
    { code: 'invalidInput', retryable: false },
    'payments',
  ],
  [
    'throttling',
    awsError(429, 'ThrottlingException', 'Rate exceeded ECHO'),
    { code: 'throttled', retryable: true },
    'payments',
  ],
  [
    'a fault inside AWS',
    awsError(500, 'InternalServerException', 'oops ECHO'),
    { code: 'serviceUnavailable', retryable: true },
    'payments',
  ],
  [
    'an AWS that is down',
    awsError(503, 'ServiceUnavailableException', 'down'),
    { code: 'serviceUnavailable', retryable: true },
    'payments',
  ],
  [
    'a load balancer’s own error page',
    { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>ECHO</html>' },
    { code: 'serviceUnavailable', retryable: true },
    'payments',
  ],
  [
    'the sign-in page of a network',
    { headers: { 'content-type': 'text/html' }, body: '<html>ECHO</html>' },
    { code: 'intercepted', retryable: true },
    'in place of CodeArtifact',
  ],
  [
    'an answer cut short',
    { body: '{"authorizationToken":"ey' },
    { code: 'intercepted', retryable: true },
    'in place of',
  ],
  [
    'a redirect to a sign-in page',
    { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    { code: 'intercepted', retryable: true },
    'in place of',
  ],
  [
    'a server that is no CodeArtifact',
    { status: 404, body: '' },
    { code: 'intercepted', retryable: true },
    'in place of',
  ],
  ['an empty answer', { body: '{}' }, { code: 'answerUnusable', retryable: true }, 'payments'],
  ['a token that has ended already', tokenAnswer('abc', 0), { code: 'answerUnusable' }, 'payments'],
  ['a token that ends in a thousand years', tokenAnswer('abc', 3e13), { code: 'answerUnusable' }, 'payments'],
  ...['"soon"', '{}', '[]', 'true', '""', 'null', '1e20'].map(
    (end): [string, FaultAnswer, Partial<Problem>, string] => [
      `a token that ends at ${end}`,
      { body: `{"authorizationToken":"abc","expiration":${end}}` },
      { code: 'answerUnusable', retryable: true },
      'payments',
    ],
  ),
  ['a token without expiry', { body: '{"authorizationToken":"abc"}' }, { code: 'answerUnusable' }, 'payments'],
  [
    'a token that would break a config file',
    tokenAnswer('abc\nregistry=http://evil'),
    { code: 'answerUnusable' },
    'payments',
  ],
  [
    'a proxy that wants a password',
    { status: 407, body: 'ECHO' },
    { code: 'proxyLoginNeeded', retryable: false },
    'proxy',
  ],
  [
    'something nobody knows',
    awsError(418, 'TeapotException', SECRET_WORD),
    { code: 'unexpected', retryable: false },
    'TeapotException, HTTP 418',
  ],
])('%s: the problem says so, names the profile and keeps every secret', async (_situation, answer, expected, words) => {
  const problem = await problemAfter(answer);
  expect(problem).toMatchObject(expected);
  expect(problem.message).toContain(words);
  expect(problem.message).toContain('rofile work');
  expect(JSON.stringify(problem)).not.toContain('ann@corp.example');
});

test('a repository that is not there is named together with its domain', async () => {
  server.answerWith(awsError(404, 'ResourceNotFoundException', 'not found', { resourceType: 'repository' }));
  const problem = problemIn(await access.endpoint(ADDRESS, 'web', 'npm', undefined));
  expect(problem).toMatchObject({ code: 'repositoryNotFound', retryable: false });
  expect(problem.message).toContain('repository web in domain payments');
});

test('refused keys are read anew and tried once more, so a profile with new keys just works', async () => {
  server.answerWith((asked) =>
    asked.headers.authorization?.includes('AKIAREFRESHED')
      ? tokenAnswer('refreshed')
      : awsError(403, 'ExpiredTokenException', 'expired'),
  );
  await home.writeCredentials(`[work]\n${STATIC_KEYS}`);
  expect(problemIn(await access.token(ADDRESS, undefined)).code).toBe('credentialsExpired');
  expect(server.asked).toHaveLength(2);
  await home.writeCredentials(`[work]\n${STATIC_KEYS.replace('AKIAEXAMPLE', 'AKIAREFRESHED')}`);
  expect(await access.token(ADDRESS, undefined)).toMatchObject({ ok: true, value: { token: 'refreshed' } });
});

test('an expiry by a server clock two hours ahead is told by the local clock', async () => {
  const ahead = 2 * 3_600_000;
  const date = { date: new Date(Date.now() + ahead).toUTCString() };
  const early = awsError(403, 'InvalidSignatureException', 'Signature expired: 1 is now earlier than 2');
  const inTime = tokenAnswer('abc', Date.now() + ahead + 3_600_000);
  server.answerWith({ ...early, headers: { ...early.headers, ...date } }, { ...inTime, headers: date });
  const result = await access.token(ADDRESS, undefined);
  if (!result.ok) throw new Error(result.error.message);
  expect(Math.abs(result.value.expiresAt - (Date.now() + 3_600_000))).toBeLessThan(5000);
});

test('a signature refused for its time although it was corrected is blamed on the clock', async () => {
  const problem = await problemAfter(
    awsError(403, 'InvalidSignatureException', 'Signature not yet current: 1 is still later than 2'),
  );
  expect(problem).toMatchObject({ code: 'clockWrong', retryable: false });
});

test('FIPS together with a custom endpoint is a contradiction in the profile', async () => {
  await home.writeConfig('[profile work]\nuse_fips_endpoint = true\n');
  const problem = problemIn(await access.token(ADDRESS, undefined));
  expect(problem).toMatchObject({ code: 'endpointConflict', retryable: false });
  expect(problem.message).toContain('profile work');
});

test.each(['codeartifact here', 'localhost:4566', 'http://'])(
  'a custom endpoint %j is named as the cause',
  async (url) => {
    const env = { ...home.environment.env, AWS_ENDPOINT_URL_CODEARTIFACT: url };
    const problem = problemIn(await createAwsAccess({ ...home.environment, env }).token(ADDRESS, undefined));
    expect(problem).toMatchObject({ code: 'endpointInvalid', retryable: false });
    expect(problem.message).toContain('profile work is not an http or https URL');
  },
);
