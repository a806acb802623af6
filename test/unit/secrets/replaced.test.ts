import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

test.each([
  ['npm', '.npmrc', 'registry=https://usr:pw@r.example/?token=S3CRqZ81xK\n'],
  ['npm', '.npmrc', 'registry=https://r.example/#S3CRqZ81xK\n'],
  ['pip', '.config/pip/pip.conf', '[global]\nindex-url = https://usr:pw@r.example/S3CRqZ81xK/simple/\n'],
])('%s: what a login replaced in %s is told without the secret in its address: %#', async (client, file, text) => {
  const home = aCliHome(null);
  home.write(file, text);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const address = { project: 'user', client, profile: 'work', domain: 'platform', repository: 'web', options: {} };
  const login = await engine.terminal.login(address);
  expect(JSON.stringify(login)).toContain('https://r.example/');
  expect(JSON.stringify(login)).not.toMatch(/S3CR|usr|pw@/);
});
