import { once } from 'node:events';
import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { startScript } from '../../support/files/script.ts';
import { aTokenService } from '../../support/token-service.ts';

const configSetLoop = new URL('../../support/files/config-set-loop.ts', import.meta.url);
const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;
const REFRESHES = 12;
// No system lets a program compare and rename in one step: what is written in the microseconds between can be lost once, not twice.
const UNLUCKY = { retry: 1, timeout: 120_000 };

test(
  '[concurrent-writers] two hosts that refresh while another program keeps rewriting the file lose none of its lines, and ours are there in the end',
  UNLUCKY,
  async () => {
    const home = aCliHome(null);
    home.write('.npmrc', '; mine\n');
    const service = aTokenService(systemClock);
    const hosts = [anEngine({ home, aws: service }), anEngine({ home, aws: service })];
    const [host] = hosts;
    const { bindingId } = await host!.ask('binding.add', { ...WEB, enabled: true });
    await host!.ask('plan.apply', {});
    const tokenId = (await host!.state()).tokens[0]!.id;
    const { child, exited, lines } = startScript(configSetLoop, home.path('.npmrc'));
    await once(lines, 'line');

    await Promise.all(
      hosts.map(async (each) => {
        // A file that never holds still is reported; that is no failure here.
        for (let turn = 0; turn < REFRESHES; turn += 1) await each.api.request('token.refresh', { tokenId });
      }),
    );
    const last = once(lines, 'line');
    child.kill('SIGTERM');
    const added = Number((await last)[0]);
    await exited;
    await host!.ask('plan.apply', {});

    const text = home.read('.npmrc');
    const theirs = Array.from({ length: added }, (_, index) => `line-${index}=1`);
    expect(text.split('\n').filter((line) => line.startsWith('line-'))).toEqual(theirs);
    expect(text).toContain(`//d.example/npm/web/:_authToken=${service.issued.at(-1)}\n`);
    expect(service.issued.length).toBeGreaterThan(REFRESHES);
    await host!.ask('binding.setEnabled', { bindingId, enabled: false });
    await host!.ask('plan.apply', {});
    expect(home.read('.npmrc')).toBe(['; mine', ...theirs, ''].join('\n'));
  },
);
