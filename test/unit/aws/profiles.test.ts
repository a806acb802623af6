import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { expandAwsHome } from '../../../shared/adapters/aws/aws-home.ts';
import { readProfile } from '../../../shared/adapters/aws/profiles.ts';
import recordedWays from '../../fixtures/aws-ways.json' with { type: 'json' };
import { severalWays } from '../../fixtures/aws-ways.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { createAwsHome } from '../../support/aws-home.ts';

let home: AwsHome;
beforeEach(async () => {
  home = await createAwsHome();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await home.remove();
});

function accessWith(env: Readonly<Record<string, string>> = {}): ReturnType<typeof createAwsAccess> {
  return createAwsAccess({ ...home.environment, env: { ...home.environment.env, ...env } });
}

async function listed(env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const profiles = await accessWith(env).profiles();
  return profiles.ok ? profiles.value : profiles.error;
}

test('every profile of both files is listed once with its kind, region and account, and nothing secret', async () => {
  await home.writeConfig(`
[default]
region = eu-west-1
[profile pay-dev]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Dev
region = eu-west-1
[profile deploy]
role_arn = arn:aws:iam::111122223333:role/team/Deploy
source_profile = pay-dev
[profile vault]
credential_process = vault --password SECRETWORD
[profile console]
login_session = arn:aws:iam::111122223333:user/ann
[profile pod]
role_arn = arn:aws:iam::111122223333:role/Pod
web_identity_token_file = /token
[profile keyed]
region = us-east-2
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
[services local]
codeartifact =
  endpoint_url = http://127.0.0.1:1
`);
  await home.writeCredentials(`
[keyed]
aws_access_key_id = AKIASECRETID
aws_secret_access_key = SECRETWORD
region = us-east-1
[profile mistaken]
aws_access_key_id = AKIASECRETID
[only-here]
aws_access_key_id = AKIASECRETID
aws_secret_access_key = SECRETWORD
`);
  const profiles = await listed();
  expect(profiles).toEqual([
    { name: 'console', kind: 'login', region: null, account: null },
    { name: 'default', kind: 'none', region: 'eu-west-1', account: null },
    { name: 'deploy', kind: 'role', region: null, account: '111122223333' },
    { name: 'keyed', kind: 'keys', region: 'us-east-1', account: null },
    { name: 'only-here', kind: 'keys', region: null, account: null },
    { name: 'pay-dev', kind: 'sso', region: 'eu-west-1', account: '444455556666' },
    { name: 'pod', kind: 'webIdentity', region: null, account: '111122223333' },
    { name: 'profile mistaken', kind: 'none', region: null, account: null },
    { name: 'vault', kind: 'process', region: null, account: null },
  ]);
  expect(JSON.stringify(profiles)).not.toMatch(/SECRETWORD|AKIASECRETID/);
  const settings = [];
  for (const name of ['keyed', 'vault']) settings.push(await readProfile(home.environment, name));
  expect(JSON.stringify(settings)).not.toMatch(/SECRETWORD|AKIASECRETID/);
});

test('every name that `aws configure list-profiles` prints is a profile', async () => {
  // As botocore 1.43.11 lists them.
  await home.writeConfig(`
[profile 'acme dev']
region = us-east-1
[profile "acme prod"]
region = us-east-2
[profile  tabbed]
REGION=us-west-1
[profile ünï] # note
region = us-west-2
[profile a.b@c/d:e%f+g]
region = eu-west-1
[profile "it's"]
region = eu-west-2
[profile empty]
[profile two words]
region = eu-west-3
[preview]
cloudfront = true
[default]
region = eu-north-1
`);
  await home.writeCredentials(
    '[key store]\naws_access_key_id = a\naws_secret_access_key = b\n[tabbed]\nregion = sa-east-1\n',
  );
  const regions = Object.fromEntries(
    ((await listed()) as { name: string; region: string }[]).map(({ name, region }) => [name, region]),
  );
  expect(regions).toEqual({
    'acme dev': 'us-east-1',
    'acme prod': 'us-east-2',
    'a.b@c/d:e%f+g': 'eu-west-1',
    'key store': null,
    "it's": 'eu-west-2',
    default: 'eu-north-1',
    empty: null,
    tabbed: 'sa-east-1',
    ünï: 'us-west-2',
  });
});

/** Ours by the AWS CLI's names. */
const kinds: Readonly<Record<string, string>> = {
  'assume-role-with-web-identity': 'webIdentity',
  'assume-role': 'role',
  sso: 'sso',
  'shared-credentials-file': 'keys',
  'config-file': 'keys',
  login: 'login',
  'custom-process': 'process',
};

test('of several ways to credentials the AWS CLI’s counts', async () => {
  await home.writeConfig(severalWays.config);
  await home.writeCredentials(severalWays.credentials ?? '');
  const found = ((await listed()) as { name: string; kind: string }[]).map(({ name, kind }) => [name, kind]);
  const expected = Object.entries(recordedWays).map(([name, way]) => [name, kinds[way]]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

test('no files mean no profiles, and a profile added later is seen at once', async () => {
  const access = accessWith();
  expect(await access.profiles()).toEqual({ ok: true, value: [] });
  await home.writeConfig('[profile new]\nregion = eu-west-1\n');
  expect(await access.profiles()).toMatchObject({ value: [{ name: 'new' }] });
  await home.writeConfig('[profile newer]\nregion = eu-west-1\n');
  expect(await access.profiles()).toMatchObject({ value: [{ name: 'newer' }] });
});

test.each([
  [{ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' }, true],
  [{ AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Pod' }, true],
  [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/c' }, true],
  [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/c' }, true],
  [{ AWS_ACCESS_KEY_ID: 'AKIA' }, false],
  [{ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_PROFILE: 'work' }, true],
  [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/c', AWS_PROFILE: 'work' }, false],
  [{}, false],
])('with %j the default chain is offered: %s', async (env, offered) => {
  const expected = offered ? [{ name: '(default chain)', kind: 'chain' }] : [];
  expect(await listed(env as Record<string, string>)).toMatchObject(expected);
});

test('a config path that is a folder is a problem that names it, not an empty list', async () => {
  const file = path.join(home.folder, '.aws', 'config');
  await mkdir(file);
  const problem = await listed();
  expect(problem).toMatchObject({ code: 'fileUnreadable', retryable: false });
  expect(JSON.stringify(problem)).toContain(file);
  await rm(file, { recursive: true });
  await mkdir(path.join(home.folder, '.aws', 'credentials'));
  expect(await listed()).toMatchObject({ code: 'fileUnreadable' });
});

test('the file variables move both files, and a leading ~/ is the home folder', async () => {
  await mkdir(path.join(home.folder, 'elsewhere'));
  await home.writeConfig('[profile moved]\nregion = eu-west-1\n');
  await home.writeCredentials('[unseen]\naws_access_key_id = a\naws_secret_access_key = b\n');
  const env = {
    AWS_CONFIG_FILE: '~/.aws/config',
    AWS_SHARED_CREDENTIALS_FILE: path.join(home.folder, 'elsewhere', 'c'),
  };
  expect(await listed(env)).toMatchObject([{ name: 'moved' }]);
});

test('the region is the profile’s own, then AWS_REGION, and else a problem with a command', async () => {
  await home.writeConfig(
    '[profile placed]\nregion = eu-west-1\n[profile free]\ncredential_process = x\n[profile bare]\noutput = json\n[profile odd]\nregion = us east 1\n',
  );
  const env = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' };
  expect(await accessWith(env).regionOf('placed')).toEqual({ ok: true, value: 'eu-west-1' });
  expect(await accessWith(env).regionOf('free')).toEqual({ ok: true, value: 'us-west-2' });
  expect(await accessWith(env).regionOf('(default chain)')).toEqual({ ok: true, value: 'us-west-2' });
  expect(await accessWith({ AWS_DEFAULT_REGION: 'us-east-2' }).regionOf('(default chain)')).toEqual({
    ok: true,
    value: 'us-east-2',
  });
  expect(await accessWith({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }).regionOf('free')).toEqual({
    ok: true,
    value: 'us-east-2',
  });
  expect(await accessWith().regionOf('free')).toMatchObject({
    error: { code: 'regionMissing', command: 'aws configure set region eu-west-1 --profile free' },
  });
  expect(await accessWith().regionOf('bare')).toMatchObject({
    error: { code: 'credentialsMissing', advice: expect.stringContaining('--profile free') },
  });
  expect(await accessWith().regionOf('odd')).toMatchObject({ error: { code: 'regionInvalid' } });
  expect(await accessWith().regionOf('gone')).toMatchObject({ error: { code: 'profileNotFound' } });
});

test('a profile name that a shell would read is quoted in the command', async () => {
  const problem = await accessWith().regionOf("it's $(rm)");
  expect(problem).toMatchObject({ error: { command: String.raw`aws configure sso --profile 'it'\''s $(rm)'` } });
});

test('where a profile is not usable and another one is, the advice names that one', async () => {
  await home.writeConfig('[profile acme dev]\n[profile bare]\nregion = eu-west-1\n');
  await home.writeCredentials("[it's]\naws_access_key_id = a\naws_secret_access_key = b\n");
  const advice = String.raw`Choose the profile it's (--profile 'it'\''s'), or set this one up.`;
  expect(await accessWith().regionOf('default')).toMatchObject({
    error: { code: 'noCredentials', advice, command: null },
  });
  const address = { profile: 'bare', region: 'eu-west-1', domain: 'payments' };
  expect(await accessWith().token({ ...address, domainOwner: undefined }, undefined)).toMatchObject({
    error: { code: 'credentialsMissing', advice, command: null },
  });
});

test('of several others the advice names the one of AWS_PROFILE, else one with a region, and no role without a beginning', async () => {
  const keys = 'aws_access_key_id = a\naws_secret_access_key = b\n';
  await home.writeConfig(
    `[profile a]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = gone\nregion = eu-west-1\n[profile b]\n${keys}[profile c]\n${keys}region = eu-west-1\n[profile d]\n${keys}region = eu-west-1\n`,
  );
  const adviceWith = async (env = {}) => accessWith(env).regionOf('gone');
  expect(await adviceWith()).toMatchObject({ error: { advice: expect.stringContaining('profile c (--profile c)') } });
  expect(await adviceWith({ AWS_PROFILE: 'd' })).toMatchObject({
    error: { advice: expect.stringContaining('profile d (--profile d)') },
  });
});

test('the account is what the files tell, and null otherwise', async () => {
  await home.writeConfig('[profile a]\nsso_account_id = 444455556666\n[profile b]\nregion = eu-west-1\n');
  expect(await readProfile(home.environment, 'a')).toMatchObject({ value: { account: '444455556666' } });
  expect(await readProfile(home.environment, 'b')).toMatchObject({ value: { account: null } });
  expect(await readProfile(home.environment, 'gone')).toMatchObject({ error: { code: 'profileNotFound' } });
});

test('FIPS and dual stack are what the environment says, else the profile', async () => {
  await home.writeConfig('[profile a]\nuse_fips_endpoint = True\n[profile b]\nuse_dualstack_endpoint = true\n');
  async function settingsOf(profile: string, env: Record<string, string> = {}): Promise<unknown> {
    const settings = await readProfile({ ...home.environment, env: { ...home.environment.env, ...env } }, profile);
    return settings.ok ? [settings.value.fips, settings.value.dualstack] : settings.error;
  }
  expect(await settingsOf('a')).toEqual([true, false]);
  expect(await settingsOf('b')).toEqual([false, true]);
  expect(await settingsOf('b', { AWS_USE_FIPS_ENDPOINT: 'TRUE', AWS_USE_DUALSTACK_ENDPOINT: 'false' })).toEqual([
    true,
    false,
  ]);
});

test('a custom endpoint comes from the environment, then the services section, then the profile', async () => {
  await home.writeConfig(`
[profile x]
services = local
endpoint_url = http://profile
[profile y]
endpoint_url = http://profile
[profile z]
services = local
ignore_configured_endpoint_urls = true
[services local]
codeartifact =
  endpoint_url = http://services
`);
  async function endpointOf(profile: string, env: Record<string, string> = {}): Promise<string | null> {
    const settings = await readProfile({ ...home.environment, env: { ...home.environment.env, ...env } }, profile);
    if (!settings.ok) throw new Error(settings.error.message);
    return settings.value.endpointUrl;
  }
  expect(await endpointOf('x', { AWS_ENDPOINT_URL_CODEARTIFACT: 'http://own', AWS_ENDPOINT_URL: 'http://all' })).toBe(
    'http://own',
  );
  expect(await endpointOf('x', { AWS_ENDPOINT_URL: 'http://all' })).toBe('http://all');
  expect(await endpointOf('x')).toBe('http://services');
  expect(await endpointOf('y')).toBe('http://profile');
  expect(await endpointOf('z')).toBeNull();
  expect(
    await endpointOf('x', { AWS_ENDPOINT_URL: 'http://all', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }),
  ).toBeNull();
});

test('the files and caches that credentials come from are where the variables say, else in the home folder', () => {
  const inHome = (file: string): string => path.join(home.folder, file);
  const usual = { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '', AWS_LOGIN_CACHE_DIRECTORY: '' };
  expect(accessWith(usual).files()).toEqual(
    ['.aws/config', '.aws/credentials', '.aws/sso/cache', '.aws/login/cache', '.aws/cli/cache'].map(inHome),
  );
  const moved = {
    AWS_CONFIG_FILE: '/c',
    AWS_SHARED_CREDENTIALS_FILE: '~/keys',
    AWS_LOGIN_CACHE_DIRECTORY: '/cache',
  };
  expect(accessWith(moved).files()).toEqual([
    '/c',
    inHome('keys'),
    inHome('.aws/sso/cache'),
    '/cache',
    inHome('.aws/cli/cache'),
  ]);
});

test.each([
  [{ HOME: '/h', USERPROFILE: '/u' }, '/h/keys'],
  [{ HOME: '', USERPROFILE: '/u' }, '/u/keys'],
  [{}, '/account/keys'],
])('with the variables %j the home folder is that of the AWS tools', (env, file) => {
  const environment = { ...home.environment, home: '/account', env };
  expect(expandAwsHome(environment, '~/keys')).toBe(path.normalize(file));
  expect(expandAwsHome(environment, '~ann/keys')).toBe('~ann/keys');
});
