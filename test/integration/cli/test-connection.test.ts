import { describe, expect, test } from 'vitest';
import type { ConnectionReport } from '../../../shared/contract/setup.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, KEY, OTHER_ACCOUNT, OTHER_KEY, ROLE_ARN } from '../../support/emulator-service.ts';
import { aSsoHome, signIn } from '../../support/sso-home.ts';

const WHOLE_WAY = ['--domain', 'platform', '--repository', 'web'];

/** What came of it: the exit code, the states in order, and the code of the step that failed. */
async function walk(home: CliHome, ...args: readonly string[]) {
  const run = await home.run(['test-connection', ...args, '--json']);
  const report = JSON.parse(run.out) as ConnectionReport;
  const failed = report.steps.find(({ state }) => state === 'failed');
  const states = report.steps.map(({ name, state }) => `${name} ${state}`);
  return { ...run, report, states, failed: failed === undefined ? null : `${failed.name}: ${failed.problem?.code}` };
}

describe('test-connection', () => {
  test('goes from a profile to a read of the repository, and keeps no token', async () => {
    const emulator = await anEmulator();
    const home = aSsoHome(emulator);
    const { code, states, report, out, err } = await walk(home, '--profile', 'role-keys', ...WHOLE_WAY);
    expect({ code, states }).toEqual({
      code: 0,
      states: ['profile passed', 'identity passed', 'role passed', 'token passed', 'endpoint passed', 'read passed'],
    });
    expect(report).toMatchObject({
      account: ACCOUNT,
      arn: expect.stringMatching(/assumed-role\/CodeArtifactReader\//),
    });
    const [profile, identity] = report.steps;
    expect(profile?.text).toContain(`takes the role ${ROLE_ARN} with the credentials of work`);
    expect(identity?.text).toMatch(/^work is arn:aws:/);
    for (const token of emulator.issuedTokens)
      expect(out + err + home.files().map(home.read).join()).not.toContain(token);
    expect(home.has('state')).toBe(false);
  });

  test('of a profile without a role has nothing to take, and ends where no more is named', async () => {
    const home = aSsoHome(await anEmulator());
    const { code, states } = await walk(home, '--profile', 'work');
    expect(code).toBe(0);
    expect(states).toEqual([
      'profile passed',
      'identity passed',
      'role skipped',
      'token skipped',
      'endpoint skipped',
      'read skipped',
    ]);
    const text = await home.run(['test-connection', '--profile', 'work', '--domain', 'platform']);
    expect(text.out).toMatch(/^ok {2}profile {3}work has keys, in eu-west-1\.$/m);
    expect(text.out).toMatch(/^- {3}endpoint {2}No repository was named\.$/m);
  });

  test('goes by no length of a session that is no number, as the AWS CLI', async () => {
    const home = aSsoHome(await anEmulator());
    const odd = 'external_id = tray-2026\nduration_seconds = abc';
    home.write('.aws/config', home.read('.aws/config').replaceAll('external_id = tray-2026', odd));
    expect((await walk(home, '--profile', 'role-keys', ...WHOLE_WAY)).code).toBe(0);
  });

  test('tells a wrong External ID, a missing permission, a wrong domain and a wrong repository apart', async () => {
    const emulator = await anEmulator({
      principals: [
        { accessKeyId: KEY, account: ACCOUNT, deny: ['GetAuthorizationToken'] },
        { accessKeyId: OTHER_KEY, account: OTHER_ACCOUNT, deny: ['ReadFromRepository'] },
      ],
    });
    const home = aSsoHome(emulator);
    home.write('.aws/config', home.read('.aws/config').replaceAll('external_id = tray-2026', 'external_id = another'));
    const wrongId = await walk(home, '--profile', 'role-keys', ...WHOLE_WAY);
    const noToken = await walk(home, '--profile', 'work', ...WHOLE_WAY);
    const noRead = await walk(home, '--profile', 'other', '--domain', 'payments', '--repository', 'web');
    const noDomain = await walk(home, '--profile', 'other', '--domain', 'elsewhere', '--repository', 'web');
    const noRepository = await walk(home, '--profile', 'other', '--domain', 'payments', '--repository', 'nowhere');
    const outcomes = { wrongId, noToken, noRead, noDomain, noRepository };
    expect(Object.entries(outcomes).map(([name, { failed, code }]) => [name, failed, code])).toEqual([
      ['wrongId', 'role: roleDenied', 4],
      ['noToken', 'token: accessDenied', 4],
      ['noRead', 'read: accessDenied', 4],
      ['noDomain', 'token: domainNotFound', 5],
      ['noRepository', 'endpoint: repositoryNotFound', 5],
    ]);
    expect(wrongId.states.slice(2)).toEqual(['role failed', 'token skipped', 'endpoint skipped', 'read skipped']);
    expect(noRead.err).toContain('codeartifact:ReadFromRepository');
  });

  test('begins at who one is: without credentials, signed out, and with keys that are none', async () => {
    const emulator = await anEmulator({ principals: [] });
    const home = aSsoHome(emulator);
    expect(await walk(home, '--profile', 'nobody')).toMatchObject({ failed: 'profile: profileNotFound', code: 5 });
    expect(await walk(home, '--profile', 'sso-dev')).toMatchObject({ failed: 'identity: signInNeeded', code: 3 });
    expect(await walk(home, '--profile', 'work')).toMatchObject({ failed: 'identity: credentialsInvalid', code: 3 });
    signIn(emulator, home);
    expect(await walk(home, '--profile', 'sso-dev', '--domain', 'platform')).toMatchObject({ failed: null, code: 0 });
  });

  test('shows the token to the endpoint alone, and takes no page for an answer', async () => {
    const emulator = await anEmulator();
    const home = aSsoHome(emulator);
    emulator.failNext('npm', { status: 302, type: 'Moved', message: '' });
    const moved = await walk(home, ...WHOLE_WAY);
    expect(moved).toMatchObject({ failed: 'read: intercepted', code: 6 });
    expect(emulator.requests.filter(({ operation }) => operation === 'npm').map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/web\/-\/ping$/),
    ]);
  });

  test('wants the domain of a repository', async () => {
    const run = await aSsoHome(await anEmulator()).run(['test-connection', '--repository', 'web']);
    expect(run).toMatchObject({ code: 2, out: '' });
  });
});
