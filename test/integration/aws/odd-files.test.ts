import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { environmentOf } from '../../support/engine.ts';

const isPosix = process.platform !== 'win32';

/** What stands in the place of a file, by what makes it. */
const stands: Readonly<Record<string, readonly [reason: string | null, make: (path: string) => void]>> = {
  'a folder': ['it is a folder', (path) => mkdirSync(path)],
  'a named pipe': ['it is a pipe or a device', (path) => void execFileSync('mkfifo', [path])],
  'a device without end': ['it is a pipe or a device', (path) => symlinkSync('/dev/zero', path)],
  'a file of a gigabyte': [
    'it is larger than 16 MB',
    (path) => {
      execFileSync('touch', [path]);
      truncateSync(path, 2 ** 30);
    },
  ],
  'a file that PowerShell wrote': [
    'it is saved as UTF-16',
    (path) => writeFileSync(path, `\u{FEFF}[profile x]\nregion = eu-west-1\n`, 'utf16le'),
  ],
  '/dev/null': [null, (path) => symlinkSync('/dev/null', path)],
};

function withOne(make: (path: string) => void, file: string): CliHome {
  const home = aCliHome(null);
  rmSync(home.path(file), { force: true });
  make(home.path(file));
  return home;
}

describe.skipIf(!isPosix).each(['.aws/config', '.aws/credentials'])('in the place of ~/%s', (file) => {
  test.each(Object.entries(stands))('%s is named and not waited for', async (_, [reason, make]) => {
    const home = withOne(make, file);
    const reply = await createAwsAccess(environmentOf(home)).profiles();
    if (reason === null) expect(reply).toMatchObject({ ok: true });
    else {
      const message = `The AWS configuration file ${home.path(file)} can't be read: ${reason}.`;
      expect(reply).toMatchObject({ ok: false, error: { code: 'fileUnreadable', message } });
    }
  });
});

test.skipIf(!isPosix)('a certificate file that is a pipe is named', async () => {
  const home = aCliHome(null);
  const bundle = home.path('bundle.pem');
  execFileSync('mkfifo', [bundle]);
  const environment = environmentOf(home);
  const access = createAwsAccess({ ...environment, env: { ...environment.env, AWS_CA_BUNDLE: bundle } });
  expect(await access.domains('work', 'us-east-1')).toMatchObject({
    ok: false,
    error: { code: 'fileUnreadable', message: expect.stringContaining('CA bundle') as string },
  });
});
