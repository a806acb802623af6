import { describe, expect, test } from 'vitest';
import { diagnoseText } from '../../../shared/engine/doctor/diagnose.ts';

// What is no client's own: AWS, the way there, the system, and texts that nobody knows whole.

const HOST = 'acme-111122223333.d.codeartifact.us-east-1.amazonaws.com';
const OPERATION = 'when calling the GetAuthorizationToken operation';

const EXPIRED = /refused the token/;
const DENIED = /may not do this/;
const VERSION_EXISTS = /has this version already/;
const AWS_EXPIRED = /AWS session has expired/;

type Case = readonly [name: string, text: string, who: string, meaning: RegExp];

const certain: Readonly<Record<string, readonly Case[]>> = {
  'what the AWS CLI says of its own': [
    [
      'no permission for a token',
      `An error occurred (AccessDeniedException) ${OPERATION}: User: arn:aws:sts::444455556666:assumed-role/Dev/me is not authorized to perform: codeartifact:GetAuthorizationToken on resource: arn:aws:codeartifact:us-east-1:444455556666:domain/acme because no identity-based policy allows the codeartifact:GetAuthorizationToken action`,
      'AWS CLI',
      /may not get a token of this domain/,
    ],
    [
      'no permission for bearer tokens',
      `aws: [ERROR]: An error occurred (AccessDeniedException) ${OPERATION}: User: arn:aws:iam::1:user/me is not authorized to perform: sts:GetServiceBearerToken on resource: arn:aws:iam::1:user/me`,
      'AWS CLI',
      /lacks sts:GetServiceBearerToken/,
    ],
    [
      'a role',
      'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/dev',
      'AWS CLI',
      /may not take on the role/,
    ],
    [
      'an expired session',
      `An error occurred (ExpiredTokenException) ${OPERATION}: The security token included in the request is expired`,
      'AWS CLI',
      AWS_EXPIRED,
    ],
    [
      'an expired session of STS',
      'An error occurred (ExpiredToken) when calling the AssumeRole operation: expired',
      'AWS CLI',
      AWS_EXPIRED,
    ],
    [
      'an SSO session',
      'The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.',
      'AWS CLI',
      AWS_EXPIRED,
    ],
    ['an SSO session that never was', 'Error loading SSO Token: Token for corp does not exist', 'AWS CLI', AWS_EXPIRED],
    [
      'a refresh that failed',
      'Error when retrieving token from sso: Token has expired and refresh failed',
      'AWS CLI',
      AWS_EXPIRED,
    ],
    [
      'no credentials',
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
      'AWS CLI',
      /found no credentials/,
    ],
    ['no such profile', 'The config profile (nosuch) could not be found', 'AWS CLI', /no such profile/],
    [
      'no region',
      'You must specify a region. You can also configure your region by running "aws configure".',
      'AWS CLI',
      /No region/,
    ],
    [
      'no such key',
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
      'AWS CLI',
      /does not know the access key/,
    ],
    [
      'no such domain',
      `An error occurred (ResourceNotFoundException) ${OPERATION}: Domain not found. Domain owner account: 1, domain name: acme.`,
      'AWS CLI',
      /no such domain/,
    ],
    [
      'too many requests',
      `An error occurred (ThrottlingException) ${OPERATION} (reached max retries: 4): Rate exceeded`,
      'AWS CLI',
      /asked too often/,
    ],
    [
      'the clock',
      'Signature expired: 20261120T100000Z is now earlier than 20261120T101000Z',
      'AWS CLI',
      /clock of this machine/,
    ],
    ['a program that is missing', 'dotnet was not found. Please verify installation.', 'AWS CLI', /not installed/],
    [
      'a program of the profile',
      'Error when retrieving credentials from custom-process: vault locked',
      'AWS CLI',
      /credential_process/,
    ],
  ],
  'what stands between': [
    [
      'a proxy, to pip',
      "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))",
      'The network',
      /proxy on the way refused/,
    ],
    [
      'a proxy, to npm',
      'npm error code E407\nnpm error 407 Proxy Authentication Required - GET https://x',
      'The network',
      /proxy on the way refused/,
    ],
    [
      'a proxy, to curl',
      'curl: (56) CONNECT tunnel failed, response 407 from proxy',
      'The network',
      /proxy on the way refused/,
    ],
    [
      'a chain, to npm',
      'npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error self-signed certificate in certificate chain',
      'The network',
      /does not trust the certificate/,
    ],
    [
      'a chain, to pip',
      '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
      'The network',
      /does not trust the certificate/,
    ],
    [
      'a chain, to Maven',
      'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path',
      'The network',
      /does not trust the certificate/,
    ],
    [
      'a chain, to Go',
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'The network',
      /does not trust the certificate/,
    ],
    ['a chain, to uv', 'invalid peer certificate: UnknownIssuer', 'The network', /does not trust the certificate/],
    [
      'a mirror that Maven blocks',
      'Could not transfer artifact a:b:pom:1 from/to maven-default-http-blocker (http://0.0.0.0/): Blocked mirror for repositories: [acme (http://x/, default, releases)]',
      'Maven',
      /begins with http:/,
    ],
    [
      'a mirror that answers Maven',
      'Could not transfer artifact a:b:pom:1 from/to corp-mirror (https://nexus.example.com/repository/all/): authentication failed for https://nexus.example.com/repository/all/a.pom, status: 401 Unauthorized',
      'Maven',
      /Another server answered/,
    ],
    [
      'no name',
      `npm error code ENOTFOUND\nnpm error request to https://${HOST}/npm failed, reason: getaddrinfo ENOTFOUND ${HOST}`,
      'The network',
      /was not reached/,
    ],
    [
      'no name, to Java',
      `java.net.UnknownHostException: ${HOST}: Name or service not known`,
      'The network',
      /was not reached/,
    ],
  ],
  'the system': [
    [
      'Windows, to Poetry',
      "(1783, 'CredWrite', 'The stub received bad data')",
      'The system',
      /store of credentials failed/,
    ],
    [
      'Windows, to keyring',
      "[WinError 1783] The stub received bad data: 'x'",
      'The system',
      /store of credentials failed/,
    ],
    [
      'no store on Linux',
      'keyring.errors.NoKeyringError: No recommended backend was available.',
      'The system',
      /store of credentials failed/,
    ],
    [
      'a locked Keychain',
      'security: SecKeychainItemCopyContent: User interaction is not allowed.',
      'The system',
      /store of credentials failed/,
    ],
    [
      'NuGet off Windows',
      'Password decryption is not supported on .NET Core for this platform.',
      'NuGet',
      /store of credentials failed/,
    ],
    [
      'a full disk',
      'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
      'The system',
      /disk is full/,
    ],
    [
      "root's file",
      "npm error code EACCES\nnpm error Error: EACCES: permission denied, open '/home/ann/.npmrc'",
      'The system',
      /may not read or write/,
    ],
  ],
};

describe.each(Object.entries(certain))('%s:', (_, cases) => {
  test.each(cases)('%s', (_name, text, who, meaning) => {
    const [first] = diagnoseText(`some line before\n${text}\nsome line behind\n`);
    expect(first?.meaning).toMatch(meaning);
    expect(first).toMatchObject({ certainty: 'certain', recognised: [] });
    expect(first?.clients).toContain(who);
  });
});

describe('a text that is known in part', () => {
  test.each([
    ['Fetch failed with status code 401 for the thing', '401 Unauthorized', EXPIRED],
    ['HTTP/1.1 403 Forbidden', '403 Forbidden', DENIED],
    ['upload: 409 Conflict', '409 Conflict', VERSION_EXISTS],
    ['the artifact already exists in the registry', '“already exists”', VERSION_EXISTS],
    ['request was unauthenticated', '“unauthorized”', EXPIRED],
    ['authorization token is expired', 'an expired or invalid token', EXPIRED],
    ['the SSO token of this session has expired', 'an expired AWS session', AWS_EXPIRED],
    ['error: server returned 503', '503 Service Unavailable', /server failed/],
    ['the handshake failed because of the certificate', 'a certificate', /certificate/],
    ['connection timed out', 'a connection that failed', /was not reached/],
  ])('%s', (text, recognised, meaning) => {
    const [first] = diagnoseText(text);
    expect(first).toMatchObject({ clients: [], certainty: 'likely', recognised: [recognised] });
    expect(first?.meaning).toMatch(meaning);
  });

  test('names the client whose way of speaking it is', () => {
    expect(diagnoseText('npm error something odd\nnpm error status 401')[0]).toMatchObject({
      clients: ['npm'],
      recognised: ['401 Unauthorized'],
    });
  });

  test.each(['added 401 packages in 3s', 'downloaded 404 files', 'done in 503 ms', 'v4.0.9', ''])(
    'but not every number is a status: %s',
    (text) => {
      expect(diagnoseText(text)).toEqual([]);
    },
  );
});
