import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import type { Asked, FaultServer } from '../../support/aws-fault-server.ts';
import { awsError, startFaultServer, stsError, tokenAnswer } from '../../support/aws-fault-server.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { aFaultyAws } from '../../support/aws-faulty.ts';
import { startProxy } from '../../support/aws-proxy.ts';
import { selfSigned } from '../../support/aws-self-signed.ts';
import { STATIC_KEYS } from '../../support/aws-problems.ts';

const ADDRESS = { profile: 'work', region: 'eu-west-1', domain: 'payments', domainOwner: '444455556666' };
const DERIVED = 'https://payments-444455556666.d.codeartifact.eu-west-1.amazonaws.com/npm/web/';

let home: AwsHome;
let server: FaultServer;
let access: AwsAccess;
beforeEach(async () => {
  ({ home, server } = await aFaultyAws('AWS_ENDPOINT_URL_CODEARTIFACT', { AWS_REGION: 'ap-south-1' }));
  await home.writeCredentials(`[work]\n${STATIC_KEYS}`);
  access = createAwsAccess(home.environment);
});

function accessWith(env: Readonly<Record<string, string>>): AwsAccess {
  return createAwsAccess({ ...home.environment, env: { ...home.environment.env, ...env } });
}

describe('token', () => {
  test('is asked for by domain, owner and duration, signed for the region of the address', async () => {
    const expiresAt = Math.round(Date.now() / 1000 + 900) * 1000;
    server.answerWith(tokenAnswer('abc.def', expiresAt));
    expect(await access.token(ADDRESS, 900)).toEqual({ ok: true, value: { token: 'abc.def', expiresAt } });
    const [asked] = server.asked;
    expect(asked?.path).toBe('/v1/authorization-token');
    expect(Object.fromEntries(asked!.query)).toEqual({
      domain: 'payments',
      'domain-owner': '444455556666',
      duration: '900',
    });
    expect(asked?.headers.authorization).toContain('/eu-west-1/codeartifact/aws4_request');
    expect(asked?.headers['user-agent']).toContain('app/codeartifact-tray');
  });

  test('a duration of 0 is sent, and none is left to the service', async () => {
    server.answerWith(tokenAnswer());
    await access.token(ADDRESS, 0);
    await access.token({ ...ADDRESS, domainOwner: undefined }, undefined);
    expect(server.asked.map(({ query }) => [query.get('duration'), query.get('domain-owner')])).toEqual([
      ['0', '444455556666'],
      [null, null],
    ]);
  });

  test('comes through the default chain from keys of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    server.answerWith(tokenAnswer());
    expect(await access.token({ ...ADDRESS, profile: '(default chain)' }, undefined)).toMatchObject({ ok: true });
    expect(server.asked[0]?.headers.authorization).toContain('AKIAENVIRONMENT');
  });

  test.each([
    [
      'with the portal asked in the region of the session',
      'corp',
      '[profile sso]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Dev\n[sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp\n',
    ],
    [
      'of a session whose name is quoted',
      'My Corp Ltd',
      "[profile sso]\nsso_session = My Corp Ltd\nsso_account_id = 444455556666\nsso_role_name = Dev\n[sso-session 'My Corp Ltd']\nsso_region = us-east-2\nsso_start_url = https://corp\n",
    ],
    [
      'although a helper for credentials stands beside it, which is not run',
      'https://corp',
      '[profile sso]\nsso_start_url = https://corp\nsso_region = us-east-2\nsso_account_id = 444455556666\nsso_role_name = Dev\ncredential_process = exit 3\n',
    ],
  ])('comes through SSO, %s', async (_, session, config) => {
    const asking = accessWith({ AWS_ENDPOINT_URL_SSO: server.url });
    await home.writeConfig(config);
    await home.writeSsoToken(session, { accessToken: 'a', expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const roleCredentials = {
      accessKeyId: 'ASIASSO',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.now() + 3_600_000,
    };
    server.answerWith({ body: JSON.stringify({ roleCredentials }) }, tokenAnswer());
    expect(await asking.token({ ...ADDRESS, profile: 'sso' }, undefined)).toMatchObject({ ok: true });
    expect(server.asked.map((asked) => asked.path)).toEqual(['/federation/credentials', '/v1/authorization-token']);
    expect(server.asked[1]?.headers.authorization).toContain('ASIASSO');
  });

  test('comes through an assumed role, with STS asked in the region of the call', async () => {
    const asking = accessWith({ AWS_ENDPOINT_URL_STS: server.url });
    await home.writeConfig('[profile role]\nrole_arn = arn:aws:iam::444455556666:role/Dev\nsource_profile = work\n');
    const assumed = stsError(200, '', '');
    const body = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    server.answerWith({ ...assumed, body }, tokenAnswer());
    expect(await asking.token({ ...ADDRESS, profile: 'role' }, undefined)).toMatchObject({ ok: true });
    expect(server.asked[0]?.headers.authorization).toContain('/eu-west-1/sts/');
    expect(server.asked[1]?.headers.authorization).toContain('ASIAROLE');
  });
});

describe('lists', () => {
  test('domains of every page are sorted by name, without deleted ones', async () => {
    const pages = [
      {
        domains: [
          { name: 'web', owner: '111122223333' },
          { name: 'old', owner: '1', status: 'Deleted' },
        ],
        nextToken: 'n',
      },
      { domains: [{ name: 'data', owner: '111122223333', status: 'Active' }] },
    ];
    server.answerWith(...pages.map((page) => ({ body: JSON.stringify(page) })));
    expect(await access.domains('work', 'eu-west-1')).toEqual({
      ok: true,
      value: {
        items: [
          { name: 'data', owner: '111122223333' },
          { name: 'web', owner: '111122223333' },
        ],
        more: false,
      },
    });
    expect(JSON.parse(server.asked[1]!.body)).toMatchObject({ nextToken: 'n' });
  });

  test('repositories stop at 10000, however many the service goes on to give', async () => {
    let page = 0;
    server.answerWith(() => {
      page += 1;
      const repositories = Array.from({ length: 1000 }, (_, index) => ({
        name: `r${page}-${index}`,
        description: 'x',
      }));
      return { body: JSON.stringify({ repositories, nextToken: `page-${page}` }) };
    });
    const result = await access.repositories(ADDRESS);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.items).toHaveLength(10_000);
    expect(result.value.more).toBe(true);
    expect(server.asked).toHaveLength(10);
    expect(server.asked[0]?.query.get('domain')).toBe('payments');
  });

  test('a repository without a description has none', async () => {
    server.answerWith({ body: '{"repositories":[{"name":"web"}]}' });
    expect(await access.repositories(ADDRESS)).toEqual({
      ok: true,
      value: { items: [{ name: 'web', description: null }], more: false },
    });
  });
});

describe('the end of the session that a token was got with', () => {
  async function sessionEndOf(token: Readonly<Record<string, string>>) {
    await home.writeConfig(
      '[profile work]\nsso_start_url = https://corp/start\nsso_region = eu-west-1\nsso_account_id = 444455556666\nsso_role_name = Dev\n',
    );
    await home.writeSsoToken('https://corp/start', { accessToken: 'a', ...token });
    const keys = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c', expiration: Date.now() + 3_600_000 };
    server.answerWith(({ path: asked }) =>
      asked.startsWith('/federation') ? { body: JSON.stringify({ roleCredentials: keys }) } : tokenAnswer(),
    );
    const issued = await accessWith({ AWS_ENDPOINT_URL_SSO: server.url }).token(ADDRESS, undefined);
    if (!issued.ok) throw new Error(issued.error.message);
    return issued.value.sessionEndsAt;
  }

  test('is that of the SSO token, where nothing refreshes it', async () => {
    const expiresAt = new Date(Date.now() + 8 * 3_600_000).toISOString();
    await home.writeCredentials('');
    expect(await sessionEndOf({ expiresAt })).toBe(Date.parse(expiresAt));
  });

  test('is known to nobody, where the SSO token is refreshed', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await home.writeCredentials('');
    expect(await sessionEndOf({ expiresAt, refreshToken: 'r', clientId: 'c', clientSecret: 's' })).toBe('unknown');
  });

  test('is none for keys', async () => {
    server.answerWith(tokenAnswer());
    const issued = await access.token(ADDRESS, undefined);
    expect(issued).toMatchObject({ ok: true });
    expect(issued.ok && issued.value.sessionEndsAt).toBeUndefined();
  });
});

describe('endpoint', () => {
  /** Access to the real host name, of which a proxy that answers nothing but errors stands in the way. */
  function withoutCustomEndpoint(env: Readonly<Record<string, string>>): AwsAccess {
    const { AWS_ENDPOINT_URL_CODEARTIFACT: _custom, ...rest } = home.environment.env;
    return createAwsAccess({ ...home.environment, env: { ...rest, ...env } });
  }
  const offline = { HTTPS_PROXY: 'http://127.0.0.1:1' };

  test('is what AWS says, with one slash at the end', async () => {
    server.answerWith(
      { body: '{"repositoryEndpoint":"https://x.example/npm/web"}' },
      { body: '{"repositoryEndpoint":"https://x.example/npm/web/"}' },
    );
    expect(await access.endpoint(ADDRESS, 'web', 'npm', 'dualstack')).toEqual({
      ok: true,
      value: {
        url: 'https://x.example/npm/web/',
        region: 'eu-west-1',
        domainOwner: '444455556666',
        customHost: true,
      },
    });
    expect(await access.endpoint(ADDRESS, 'web', 'npm', undefined)).toEqual({
      ok: true,
      value: {
        url: 'https://x.example/npm/web/',
        region: 'eu-west-1',
        domainOwner: '444455556666',
        customHost: true,
      },
    });
    expect(
      server.asked.map(({ query }) => [query.get('repository'), query.get('format'), query.get('endpointType')]),
    ).toEqual([
      ['web', 'npm', 'dualstack'],
      ['web', 'npm', null],
    ]);
  });

  test('comes with the region and the owner that the address leaves out, as far as files and variables tell', async () => {
    server.answerWith({ body: '{"repositoryEndpoint":"https://x.example/npm/web/"}' });
    const url = 'https://x.example/npm/web/';
    const address = { profile: 'work', domain: 'payments' };
    expect(await access.endpoint(address, 'web', 'npm', undefined)).toEqual({
      ok: true,
      value: { url, region: 'ap-south-1', domainOwner: null, customHost: true },
    });
    await home.writeConfig('[profile work]\nregion = eu-west-1\naws_account_id = 444455556666\n');
    expect(await access.endpoint(address, 'web', 'npm', undefined)).toEqual({
      ok: true,
      value: { url, region: 'eu-west-1', domainOwner: '444455556666', customHost: true },
    });
    expect(server.asked.map(({ query }) => query.get('domain-owner'))).toEqual([null, '444455556666']);
  });

  test('is derived while offline', async () => {
    expect(await withoutCustomEndpoint(offline).endpoint(ADDRESS, 'web', 'npm', 'ipv4')).toEqual({
      ok: true,
      value: { url: DERIVED, region: 'eu-west-1', domainOwner: '444455556666', customHost: false },
    });
  });

  test('is derived when AWS, reached through a proxy, does not let one ask', async ({ skip }) => {
    const tls = selfSigned(home.folder, 'DNS:codeartifact.eu-west-1.amazonaws.com') ?? skip('no openssl');
    const aws = await startFaultServer(tls);
    const proxy = await startProxy(null, Number(new URL(aws.url).port));
    try {
      aws.answerWith(awsError(403, 'AccessDeniedException', 'no'), tokenAnswer('tunnelled'));
      const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: tls.certFile };
      const tunnelled = withoutCustomEndpoint(env);
      expect(await tunnelled.endpoint(ADDRESS, 'web', 'npm', undefined)).toEqual({
        ok: true,
        value: { url: DERIVED, region: 'eu-west-1', domainOwner: '444455556666', customHost: false },
      });
      expect(await tunnelled.token(ADDRESS, undefined)).toMatchObject({ value: { token: 'tunnelled' } });
      expect(aws.asked).toHaveLength(2);
      expect(proxy.asked).toHaveLength(1);
    } finally {
      await proxy.close();
      await aws.close();
    }
  });

  test('is derived from the account of the profile when no owner is given', async () => {
    await home.writeConfig('[profile work]\naws_account_id = 444455556666\n');
    const address = { ...ADDRESS, domainOwner: undefined };
    expect(await withoutCustomEndpoint(offline).endpoint(address, 'web', 'npm', undefined)).toEqual({
      ok: true,
      value: { url: DERIVED, region: 'eu-west-1', domainOwner: '444455556666', customHost: false },
    });
  });

  test('is derived for dual stack', async () => {
    expect(await withoutCustomEndpoint(offline).endpoint(ADDRESS, 'web', 'npm', 'dualstack')).toMatchObject({
      value: { url: DERIVED.replace('.amazonaws.com/', '.on.aws/') },
    });
  });

  test.each([
    ['the owner is not known', { ...ADDRESS, domainOwner: undefined }],
    ['the region is not known to have CodeArtifact', { ...ADDRESS, region: 'cn-north-1' }],
  ])('is not guessed when %s', async (_reason, address) => {
    const result = await withoutCustomEndpoint(offline).endpoint(address, 'web', 'npm', undefined);
    expect(result).toMatchObject({ ok: false, error: { code: 'proxyUnreachable' } });
  });

  test('is not guessed for a custom endpoint, nor for a repository that AWS says is not there', async () => {
    server.answerWith(awsError(403, 'AccessDeniedException', 'no'));
    expect(await access.endpoint(ADDRESS, 'web', 'npm', undefined)).toMatchObject({ error: { code: 'accessDenied' } });
    server.answerWith(awsError(404, 'ResourceNotFoundException', 'no', { resourceType: 'repository' }));
    expect(await access.endpoint(ADDRESS, 'web', 'npm', undefined)).toMatchObject({
      error: { code: 'repositoryNotFound' },
    });
  });

  test('that is none at all is the answer of something else', async () => {
    server.answerWith({ body: '{}' });
    expect(await access.endpoint(ADDRESS, 'web', 'npm', undefined)).toMatchObject({
      error: { code: 'answerUnusable' },
    });
  });

  test('without a configured endpoint is at the host of the domain alone', async ({ skip }) => {
    const tls = selfSigned(home.folder, 'DNS:codeartifact.eu-west-1.amazonaws.com') ?? skip('no openssl');
    const aws = await startFaultServer(tls);
    const proxy = await startProxy(null, Number(new URL(aws.url).port));
    try {
      const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: tls.certFile };
      const answered = async (repositoryEndpoint: string) => {
        aws.answerWith({ body: JSON.stringify({ repositoryEndpoint }) });
        const result = await withoutCustomEndpoint(env).endpoint(ADDRESS, 'web', 'npm', undefined);
        return result.ok ? result.value.url : result.error.code;
      };
      const dualStack = 'https://payments-444455556666.d.codeartifact.eu-west-1.on.aws/npm/web/';
      expect(await answered(DERIVED.toUpperCase().replace('/NPM/WEB/', '/npm/web'))).toBe(DERIVED);
      expect(await answered(dualStack)).toBe(dualStack);
      for (const other of [
        'https://evil.example/npm/web/',
        'https://127.0.0.1/npm/web/',
        DERIVED.replace('https', 'http'),
        DERIVED.replace('payments-', 'payrolls-'),
        DERIVED.replace('amazonaws.com', 'amazonaws.com.evil.example'),
      ]) {
        expect(await answered(other)).toBe('endpointUntrusted');
      }
    } finally {
      await proxy.close();
      await aws.close();
    }
  });
});

test('calls at the same time each get their own answer', async () => {
  server.answerWith((asked: Asked) => tokenAnswer(`for-${asked.query.get('domain')}`));
  const domains = ['aa', 'bb', 'cc', 'dd'];
  const results = await Promise.all(domains.map((domain) => access.token({ ...ADDRESS, domain }, undefined)));
  expect(results.map((result) => result.ok && result.value.token)).toEqual(domains.map((domain) => `for-${domain}`));
});

test('making AWS access loads nothing of the SDK; the first listing of profiles does', async () => {
  const module = path.resolve(import.meta.dirname, '../../../shared/adapters/aws/access.ts');
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (/@aws-sdk|@smithy/.test(found.url)) loaded.push(found.url);
      return found;
    } });
    const { createAwsAccess } = await import(${JSON.stringify(module)});
    const access = createAwsAccess({ platform: 'linux', home: ${JSON.stringify(home.folder)}, accountHome: '/', env: {}, stateFolder: '/' });
    const before = loaded.length;
    await access.profiles();
    console.log(JSON.stringify([before, loaded.length > 0]));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual([0, true]);
});
