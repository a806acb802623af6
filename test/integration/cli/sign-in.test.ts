import { expect, test } from 'vitest';
import { anEmulator } from '../../support/emulator-service.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { atTerminal } from '../../support/sign-in-terminal.ts';
import { aSsoHome, ssoCacheFile } from '../../support/sso-home.ts';

test('a code that is compared in any browser signs in, and the tokens can be had', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const before = await home.run(['token', '--domain', 'platform', '--profile', 'sso-dev']);
  expect(before).toMatchObject({ code: 3, out: '' });
  expect(before.err).toContain('  $ codeartifact-tray sign-in --profile sso-dev\n');

  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await pressOnPage(await url);
  expect(await ended).toMatchObject({ code: 0, out: 'Signed in to corp.\n' });
  expect(home.mode(ssoCacheFile())).toBe(0o600);
  expect((await home.run(['token', '--domain', 'platform', '--profile', 'sso-dev'])).code).toBe(0);
});
