import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(process.platform === 'win32')(
  'a cancelled "aws login" ends with all that a wrapper of the AWS CLI has started',
  async () => {
    const home = aCliHome(null);
    const login = 'login_session = arn:aws:iam::111122223333:user/ann\nregion = eu-west-1\n';
    home.write('.aws/config', `[profile console]\n${login}`, 0o600);
    // Without exec, as wrappers around a container are written.
    const wait = `sleep 600 &\necho $! > '${home.path('waiting')}.new'\nmv '${home.path('waiting')}.new' '${home.path('waiting')}'\nwait\n`;
    const version = `[ "$1" = --version ] && echo 'aws-cli/2.36.7 Python/3' && exit`;
    home.write('bin/aws', `#!/bin/sh\n${version}\n${wait}`, 0o755);
    Object.assign(home.env, { PATH: `${home.path('bin')}:${home.env['PATH'] ?? ''}` });
    const engine = anEngine({ home });
    const { signInId } = await engine.ask('signIn.start', { profile: 'console', method: 'browser' });
    await vi.waitUntil(() => existsSync(home.path('waiting')), { timeout: 10_000 });
    const pid = Number(home.read('waiting'));
    expect(isAlive(pid)).toBe(true);
    const finished = engine.core.signIns.finished(signInId);
    await engine.ask('signIn.cancel', { signInId });
    await finished;
    await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 });
  },
);
