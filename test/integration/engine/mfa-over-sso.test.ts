import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import { hasTerminals, onDesktop } from '../../support/on-desktop.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { aSsoHome, inThisProcess, signIn, SSO_SESSION, ssoCacheFile } from '../../support/sso-home.ts';

const SERIAL = 'arn:aws:iam::111122223333:mfa/ann';
const SSO = `sso:${SSO_SESSION}`;

/** A role that asks for a code, taken with the keys of an SSO session. */
async function aMachine() {
  const emulator = await anEmulator({
    roles: [{ arn: ROLE_ARN, mfa: { serial: SERIAL, codes: ['123456', '654321'] } }],
  });
  const home = aSsoHome(emulator);
  const role = `role_arn = ${ROLE_ARN}\nsource_profile = sso-dev\nmfa_serial = ${SERIAL}\nregion = ${REGION}\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}`, 0o600);
  return { emulator, home };
}

test.each(['whose end the cache does not tell', 'that is in no cache'])(
  'the session beneath, %s, is offered first, then the code',
  async (which) => {
    const { emulator, home } = await aMachine();
    inThisProcess(home);
    const opened: string[] = [];
    const engine = anEngine({ home, openExternal: (url) => void opened.push(url) });
    signIn(emulator, home);
    const first = await engine.ask('signIn.start', { profile: 'guarded' });
    await engine.ask('signIn.enterCode', { signInId: first.signInId, code: '654321' });
    const binding = { client: 'env', domain: 'platform', repository: 'web', execOnly: true, enabled: true } as const;
    await engine.ask('binding.add', { ...binding, project: 'user', profile: 'guarded' });

    emulator.endSessions();
    await rm(home.path('.aws/cli/cache'), { recursive: true });
    if (which.endsWith('no cache')) home.write(ssoCacheFile(), '{}', 0o600);
    await engine.api.request('token.refreshAll', {});
    expect((await engine.state()).signIns).toMatchObject([{ id: SSO, way: 'sso', profiles: ['guarded'] }]);

    const { signInId, url } = await engine.ask('signIn.start', { profile: 'guarded' });
    expect([signInId, opened]).toEqual([SSO, [url]]);
    const signedIn = engine.core.signIns.finished(SSO);
    await pressOnPage(url!);
    expect(await signedIn).toMatchObject({ ok: true });
    const asked = await engine.state();
    expect(asked.tokens).toMatchObject([{ error: { code: 'mfaNeeded' } }]);
    expect(asked.signIns).toMatchObject([{ way: 'mfa', name: 'guarded', state: 'needed' }]);

    const second = await engine.ask('signIn.start', { profile: 'guarded' });
    expect(second).toMatchObject({ signInId: asked.signIns[0]!.id, url: null });
    const entered = engine.core.signIns.finished(second.signInId);
    await engine.ask('signIn.enterCode', { signInId: second.signInId, code: '123456' });
    expect(await entered).toMatchObject({ ok: true });
    expect(await engine.state()).toMatchObject({ signIns: [], tokens: [{ state: 'fresh' }] });
  },
);

test('while the session beneath lives, the code alone is asked for', async () => {
  const { emulator, home } = await aMachine();
  inThisProcess(home);
  signIn(emulator, home);
  const engine = anEngine({ home });
  const { signInId } = await engine.ask('signIn.start', { profile: 'guarded' });
  expect((await engine.state()).signIns).toMatchObject([{ id: signInId, way: 'mfa', state: 'waiting' }]);
  expect(emulator.count('AssumeRole')).toBe(0);
});

test('a command that nobody signed in for says so, and goes on to the code afterwards', async () => {
  const { emulator, home } = await aMachine();
  const token = ['token', '--domain', 'platform', '--profile', 'guarded', '--format', 'json'];
  const codeOf = async () => (JSON.parse((await home.run(token)).out) as { error: { code: string } }).error.code;
  expect(await codeOf()).toBe('signInNeeded');
  signIn(emulator, home);
  expect(await codeOf()).toBe('mfaNeeded');
  emulator.endSessions();
  expect(await codeOf()).toBe('signInNeeded');
});

test.skipIf(!hasTerminals)('a terminal does both, one after the other', async () => {
  const { home } = await aMachine();
  const typed = [[/MFA code for guarded: /, '123456']] as const;
  const { code, said, opened } = await onDesktop(home, ['sign-in', '--profile', 'guarded'], typed);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('Signed in to guarded.') as string });
  expect(opened.match(/\n/g)).toHaveLength(1);
  const token = ['token', '--domain', 'platform', '--domain-owner', '111122223333', '--profile', 'guarded'];
  expect(await home.run(token)).toMatchObject({ code: 0, err: '' });
});
