import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { SignInMethod } from '../../../shared/contract/sign-in.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { quickClock } from '../../support/quick-clock.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { awsTime, aSsoHome, inThisProcess, signIn, SSO_SESSION, ssoCacheFile } from '../../support/sso-home.ts';

const ID = `sso:${SSO_SESSION}`;
const SERIAL = 'arn:aws:iam::111122223333:mfa/ann';

type Desk = { readonly emulator: Emulator; readonly home: CliHome; readonly engine: TestEngine };

/** A host with a token that waits: its session ended. */
async function aDesk(): Promise<Desk> {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  inThisProcess(home);
  const engine = anEngine({ home, clock: quickClock, openExternal() {} });
  signIn(emulator, home);
  await engine.ask('binding.add', {
    client: 'env',
    project: 'user',
    profile: 'sso-dev',
    domain: 'platform',
    repository: 'web',
    execOnly: true,
    enabled: true,
  });
  emulator.endSessions();
  home.write(ssoCacheFile(), '{}', 0o600);
  await engine.api.request('token.refreshAll', {});
  expect(await engine.state()).toMatchObject({ tokens: [{ state: 'signInNeeded' }], signIns: [{ state: 'needed' }] });
  return { emulator, home, engine };
}

test.each<SignInMethod>(['browser', 'code'])(
  'a sign-in (%s) ends by itself when somebody else has begun the session, and what waited is refreshed',
  async (method) => {
    const { emulator, home, engine } = await aDesk();
    const { url } = await engine.ask('signIn.start', { profile: 'sso-dev', method });
    const finished = engine.core.signIns.finished(ID);
    const asked = emulator.count('GetAuthorizationToken');
    signIn(emulator, home);
    expect(await finished).toEqual({ ok: true, value: undefined });
    const { signIns, tokens, activity } = await engine.state();
    expect(signIns).toEqual([]);
    expect(tokens).toMatchObject([{ state: 'fresh' }]);
    expect(activity.map(({ message }) => message)).toContain('Signed in to corp');
    expect(emulator.count('GetAuthorizationToken')).toBe(asked + 1);
    const callback = new URL(url!).searchParams.get('redirect_uri');
    if (callback !== null) await expect(fetch(callback)).rejects.toThrow('fetch failed');
  },
);

test('a file that is no session, or that of before, ends nothing', async () => {
  const { emulator, home, engine } = await aDesk();
  const cache = signIn(emulator, home);
  home.write(ssoCacheFile(), JSON.stringify({ ...cache, expiresAt: awsTime(Date.now() - 1000) }), 0o600);
  const { url } = await engine.ask('signIn.start', { profile: 'sso-dev', method: 'browser' });
  home.write(ssoCacheFile(), '{"accessToken":', 0o600);
  const looks = vi.spyOn(quickClock, 'after');
  await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(2));
  expect((await engine.state()).signIns).toMatchObject([{ id: ID, state: 'waiting' }]);
  const finished = engine.core.signIns.finished(ID);
  await pressOnPage(url!);
  expect(await finished).toMatchObject({ ok: true });
});

test('one that failed is forgotten when somebody else has begun the session', async () => {
  const { emulator, home, engine } = await aDesk();
  const { url } = await engine.ask('signIn.start', { profile: 'sso-dev', method: 'browser' });
  const finished = engine.core.signIns.finished(ID);
  await pressOnPage(url!, 'deny');
  await finished;
  expect((await engine.state()).signIns).toMatchObject([{ state: 'failed', problem: { code: 'signInRefused' } }]);
  signIn(emulator, home);
  await engine.ask('token.refreshAll', {});
  expect((await engine.state()).signIns).toEqual([]);
  emulator.endSessions();
  await engine.api.request('token.refreshAll', {});
  expect((await engine.state()).signIns).toMatchObject([{ state: 'needed', problem: null }]);
});

test('a code that was typed elsewhere is not asked for any longer', async () => {
  const emulator = await anEmulator({ roles: [{ arn: ROLE_ARN, mfa: { serial: SERIAL, codes: ['123456'] } }] });
  const home = aSsoHome(emulator);
  const role = `role_arn = ${ROLE_ARN}\nsource_profile = work\nmfa_serial = ${SERIAL}\nregion = ${REGION}\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}`, 0o600);
  inThisProcess(home);
  const [here, elsewhere] = [anEngine({ home, clock: quickClock }), anEngine({ home, clock: quickClock })];
  const { signInId } = await here.ask('signIn.start', { profile: 'guarded' });
  const finished = here.core.signIns.finished(signInId);
  await elsewhere.ask('signIn.start', { profile: 'guarded' });
  await elsewhere.ask('signIn.enterCode', { signInId, code: '123456' });
  expect(await finished).toMatchObject({ ok: true });
  expect(emulator.count('AssumeRole')).toBe(1);
});

test('"aws login" is ended when another one has begun the session', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const session = 'arn:aws:iam::111122223333:user/ann';
  home.write('.aws/config', `[profile console]\nlogin_session = ${session}\nregion = ${REGION}\n`, 0o600);
  const wait = `echo $$ > '${home.path('pid')}'\nexec sleep 600`;
  home.write('bin/aws', `#!/bin/sh\n[ "$1" = --version ] && echo aws-cli/2.32.0 && exit\n${wait}\n`, 0o755);
  vi.stubEnv('PATH', `${home.path('bin')}:${process.env['PATH']}`);
  const env = { ...home.env, PATH: process.env['PATH'] ?? '' };
  const engine = anEngine({ home: { ...home, env }, clock: quickClock, openExternal() {} });
  const { signInId } = await engine.ask('signIn.start', { profile: 'console' });
  const finished = engine.core.signIns.finished(signInId);
  await vi.waitFor(() => expect(home.has('pid') && home.read('pid')).toMatch(/^\d+\n$/));
  const name = createHash('sha256').update(session).digest('hex');
  const accessToken = { accessKeyId: 'ASIAELSEWHERE', expiresAt: awsTime(Date.now() + 900_000) };
  home.write(`.aws/login/cache/${name}.json`, JSON.stringify({ accessToken }), 0o600);
  expect(await finished).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(() => process.kill(Number(home.read('pid')), 0)).toThrow('ESRCH'));
});
