import { expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { recordInLedger } from '../../../shared/engine/state/ledger.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

// Whose token a found address is to have.

const keys = 'aws_access_key_id = a\naws_secret_access_key = b\n';

/** A home with these profiles, all with keys, and an npm registry of the domain `acme` of 111122223333 in eu-west-1. */
function aHome(profiles: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const home = aCliHome(null);
  const url = 'https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/store/';
  home.write('.npmrc', `registry=${url}\n`);
  home.write(
    '.aws/config',
    Object.entries(profiles)
      .map(([name, lines]) => `[profile ${name}]\n${lines}\n`)
      .join('\n'),
  );
  home.write('.aws/credentials', '');
  const seen = { ...home, env: { ...home.env, AWS_PROFILE: '', ...env } };
  const clock = manualClock();
  const { profiles: list, regionOf } = createAwsAccess(environmentOf(seen));
  return anEngine({ home: seen, clock, aws: { ...aTokenService(clock), profiles: list, regionOf } });
}

const placed = (region: string, more = '') => `region = ${region}\n${keys}${more}`;
const OWNER = 'aws_account_id = 111122223333\n';

test.each([
  ['the one of the region', { a: keys, b: placed('us-east-1'), c: placed('eu-west-1') }, {}, 'c, b, a'],
  [
    'by name where nothing tells them apart',
    { a: placed('eu-west-1', OWNER), b: placed('eu-west-1', OWNER) },
    {},
    'a, b',
  ],
  ['one with a region', { a: keys, b: placed('us-east-1') }, {}, 'b, a'],
  ['one that has credentials', { a: 'region = eu-west-1\n', b: keys, c: placed('us-east-1') }, {}, 'c, b'],
])('where several may be it, the likeliest is named first: %s', async (_, profiles, env, names) => {
  const engine = aHome(profiles, env);
  const [first] = names.split(', ');
  expect(await engine.api.request('scan.adopt', {})).toMatchObject({
    error: { advice: `Name it with --profile: ${names}.`, command: `codeartifact-tray adopt --profile ${first}` },
  });
});

test('a profile that got no token lately is named last', async () => {
  const engine = aHome({ a: placed('eu-west-1'), b: placed('eu-west-1') });
  const token = { id: 't', profile: 'a', region: 'eu-west-1', domain: 'other', domainOwner: '999988887777' };
  await engine.core.state.changeSettings((settings) => ({ ok: true, value: { ...settings, tokens: [token] } }));
  const problem = { code: 'signInNeeded' as const, message: 'x', advice: null, command: null, retryable: false };
  const failure = { problem, attempts: 1, nextAttemptAt: 0 };
  await recordInLedger(engine.home.path('state'), { t: { token: null, failure } });
  expect(await engine.api.request('scan.adopt', {})).toMatchObject({
    error: { advice: 'Name it with --profile: b, a.' },
  });
});

test.each([
  ['the only one of the account', { a: placed('eu-west-1'), b: placed('us-east-1', OWNER) }, {}, 'b'],
  [
    'of several of the account the one of the region',
    { a: placed('us-east-1', OWNER), b: placed('eu-west-1', OWNER) },
    {},
    'b',
  ],
  ['what AWS_PROFILE names', { a: placed('eu-west-1'), b: placed('us-east-1') }, { AWS_PROFILE: 'b' }, 'b'],
])('the profile that is taken is told: %s', async (_, profiles, env, name) => {
  const engine = aHome(profiles, env);
  expect(await engine.ask('scan.adopt', {})).toMatchObject({ adopted: [{ profile: name }] });
  const address = { text: engine.home.read('.npmrc') };
  expect(await engine.ask('scan.paste', address)).toMatchObject([{ profile: name }]);
});

test('a profile that a binding has is not taken for another region of the domain, nor when it is gone', async () => {
  const engine = aHome({ a: placed('us-east-1', OWNER), b: placed('eu-west-1', OWNER) });
  const token = { id: 't', profile: 'a', region: 'us-east-1', domain: 'acme', domainOwner: '111122223333' };
  const gone = { ...token, id: 'u', profile: 'gone', region: 'eu-west-1' };
  await engine.core.state.changeSettings((settings) => ({ ok: true, value: { ...settings, tokens: [token, gone] } }));
  expect(await engine.ask('scan.adopt', {})).toMatchObject({ adopted: [{ profile: 'b' }] });
});
