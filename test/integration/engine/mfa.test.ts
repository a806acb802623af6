import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/contract/problem.ts';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { inThisProcess } from '../../support/sso-home.ts';

const SERIAL = 'arn:aws:iam::111122223333:mfa/ann';
const ADDRESS = { profile: 'guarded', domain: 'platform', domainOwner: '111122223333' };

/** A role that asks for a code, of which the device has two. */
async function aGuardedRole() {
  const emulator = await anEmulator({
    roles: [{ arn: ROLE_ARN, mfa: { serial: SERIAL, codes: ['123456', '654321'] } }],
  });
  const home = aCliHome(emulator);
  const role = `role_arn = ${ROLE_ARN}\nsource_profile = work\nmfa_serial = ${SERIAL}\nregion = ${REGION}\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}`, 0o600);
  inThisProcess(home);
  const engine = anEngine({ home });
  const started = async () => (await engine.ask('signIn.start', { profile: 'guarded' })).signInId;
  return { emulator, home, engine, started, token: async () => engine.core.ports.aws.token(ADDRESS, undefined) };
}

test('a code is asked for once per session, never by itself, and the session serves every process', async () => {
  const { emulator, home, engine, started, token } = await aGuardedRole();
  expect(await token()).toMatchObject({
    ok: false,
    error: { code: 'mfaNeeded', command: 'codeartifact-tray sign-in --profile guarded' },
  });
  expect(emulator.count('AssumeRole')).toBe(0);

  const signInId = await started();
  expect((await engine.state()).signIns).toMatchObject([
    { id: signInId, name: 'guarded', way: 'mfa', state: 'waiting', url: null, userCode: null },
  ]);
  expect(emulator.count('AssumeRole')).toBe(0);
  const finished = engine.core.signIns.finished(signInId);
  await engine.ask('signIn.enterCode', { signInId, code: '123456' });
  expect(await finished).toMatchObject({ ok: true });
  expect(await token()).toMatchObject({ ok: true });
  expect((await home.run(['token', '--domain', 'platform', '--profile', 'guarded'])).code).toBe(0);
  expect(emulator.count('AssumeRole')).toBe(1);
  const [file] = readdirSync(home.path('.aws/cli/cache'));
  expect(home.mode(`.aws/cli/cache/${file}`)).toBe(0o600);

  const said = JSON.stringify([await engine.state(), engine.logged]);
  for (const secret of [...emulator.issuedSecrets, '123456']) expect(said.includes(secret)).toBe(false);
});

test('a wrong code is told, and another one may follow', async () => {
  const { engine, started, token } = await aGuardedRole();
  const signInId = await started();
  expect(await engine.api.request('signIn.enterCode', { signInId, code: '000000' })).toMatchObject({
    ok: false,
    error: { code: 'mfaCodeWrong' },
  });
  expect((await engine.state()).signIns).toMatchObject([{ state: 'waiting', problem: { code: 'mfaCodeWrong' } }]);
  await engine.ask('signIn.enterCode', { signInId, code: '654321' });
  expect(await token()).toMatchObject({ ok: true });
  expect(await engine.api.request('signIn.enterCode', { signInId, code: '654321' })).toMatchObject({
    ok: false,
    error: { code: 'signInUnknown' },
  });
});

test('a new session may be begun before the old one has ended, which stays when that fails', async () => {
  const { emulator, engine, started, token } = await aGuardedRole();
  await engine.ask('signIn.enterCode', { signInId: await started(), code: '123456' });
  const again = await started();
  expect(await engine.api.request('signIn.enterCode', { signInId: again, code: '123456' })).toMatchObject({
    ok: false,
  });
  expect(await token()).toMatchObject({ ok: true });
  await engine.ask('signIn.enterCode', { signInId: again, code: '654321' });
  expect(await token()).toMatchObject({ ok: true });
  expect(emulator.count('AssumeRole')).toBe(3);
});

test('signed out, the code is asked for again', async () => {
  const { engine, home, started, token } = await aGuardedRole();
  await engine.ask('signIn.enterCode', { signInId: await started(), code: '123456' });
  expect(await engine.ask('signIn.end', { profile: 'guarded' })).toEqual({
    name: 'guarded',
    profiles: ['guarded'],
    problem: null,
  });
  expect(readdirSync(home.path('.aws/cli/cache'))).toEqual([]);
  expect(await token()).toMatchObject({ ok: false, error: { code: 'mfaNeeded' } });
});

test('where nobody sits at the terminal, no code is waited for', async () => {
  const { home, emulator } = await aGuardedRole();
  for (const args of [
    ['sign-in', '--profile', 'guarded'],
    ['token', '--domain', 'platform', '--profile', 'guarded', '--sign-in'],
  ]) {
    const run = await home.run(args);
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('The MFA code of guarded has to be typed, and there is no terminal to ask for it.');
  }
  expect(emulator.count('AssumeRole')).toBe(0);
});

test.each([
  ['keys that AWS does not know', 'revoked', '', 'credentialsInvalid', 'the keys of profile revoked'],
  ['a session longer than the role allows', 'work', 'duration_seconds = 43200\n', 'roleSessionTooLong', 'longer than'],
])('%s end the wait for a code at once, with the reason', async (_, source, more, code, words) => {
  const { engine, home } = await aGuardedRole();
  const role = `role_arn = ${ROLE_ARN}\nsource_profile = ${source}\nmfa_serial = ${SERIAL}\nregion = ${REGION}\n${more}`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile failing]\n${role}\n[profile revoked]\n`, 0o600);
  const keys = '[revoked]\naws_access_key_id = AKIAREVOKED000000001\naws_secret_access_key = x\n';
  home.write('.aws/credentials', `${home.read('.aws/credentials')}\n${keys}`, 0o600);
  const shown: string[] = [];
  const outcome = await engine.terminal.signIn(
    { profile: 'failing' },
    {
      signal: new AbortController().signal,
      shows: ({ name }) => shown.push(name),
      asksCode: async () => ok('123456'),
    },
  );
  expect(outcome).toMatchObject({ ok: false, error: { code } });
  expect(outcome.ok ? '' : outcome.error.message).toContain(words);
  expect([shown, (await engine.state()).signIns]).toEqual([['failing'], []]);
});
