import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { atTerminal } from '../../support/sign-in-terminal.ts';
import { aSsoHome, inThisProcess, signIn, ssoCacheFile, writeSsoCache } from '../../support/sso-home.ts';

const SERIAL = 'arn:aws:iam::111122223333:mfa/ann';
const TOKEN = ['token', '--domain', 'platform', '--profile', 'sso-dev'];

/** Who the AWS CLI says that a profile is; it has nobody to ask for a code. */
async function whoAmI(home: CliHome, profile: string): Promise<string> {
  const args = ['sts', 'get-caller-identity', '--profile', profile, '--region', REGION, '--output', 'json'];
  const { stdout } = await promisify(execFile)('aws', args, { env: home.env, timeout: 30_000 });
  return (JSON.parse(stdout) as { Arn: string }).Arn;
}

const isInstalled = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!isInstalled)('the AWS CLI itself', () => {
  test('takes the session that we began, refreshes it, and we take that', async () => {
    const emulator = await anEmulator();
    const home = aSsoHome(emulator);
    const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
    await pressOnPage(await url);
    expect((await ended).code).toBe(0);
    expect(await whoAmI(home, 'sso-dev')).toContain('Developer');

    const ours = JSON.parse(home.read(ssoCacheFile())) as Parameters<typeof writeSsoCache>[1];
    writeSsoCache(home, { ...ours, expiresAt: '2026-01-01T00:00:00Z' });
    const count = emulator.count('CreateToken');
    expect(await whoAmI(home, 'sso-audit')).toContain('Auditor');
    expect(emulator.count('CreateToken')).toBe(count + 1);
    expect((await home.run(TOKEN)).code).toBe(0);
    expect(emulator.count('CreateToken')).toBe(count + 1);
  });

  test('takes the session of a role that we opened with a code', async () => {
    const emulator = await anEmulator({ roles: [{ arn: ROLE_ARN, mfa: { serial: SERIAL, codes: ['123456'] } }] });
    const home = aSsoHome(emulator);
    const role = `role_arn = ${ROLE_ARN}\nsource_profile = work\nmfa_serial = ${SERIAL}\nduration_seconds = 1800\n`;
    home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}region = ${REGION}\n`);
    inThisProcess(home);
    const engine = anEngine({ home });
    const { signInId } = await engine.ask('signIn.start', { profile: 'guarded' });
    await engine.ask('signIn.enterCode', { signInId, code: '123456' });
    expect(await whoAmI(home, 'guarded')).toContain('CodeArtifactReader');
  });

  test('has nothing left of a session that we ended', async () => {
    const emulator = await anEmulator();
    const home = aSsoHome(emulator);
    signIn(emulator, home);
    expect(await whoAmI(home, 'sso-dev')).toContain('Developer');
    expect((await home.run(['sign-out', '--profile', 'sso-dev'])).code).toBe(0);
    await expect(whoAmI(home, 'sso-dev')).rejects.toThrow('SSO');
  });
});
