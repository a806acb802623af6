import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { oddFiles, refusedFiles } from '../../fixtures/aws-config-files.ts';
import { severalWays } from '../../fixtures/aws-ways.ts';
import { askAwsCli, askWays, pythonOfAwsCli } from '../../support/aws-cli.ts';
import { createAwsHome } from '../../support/aws-home.ts';
import { ACCOUNT, anEmulator, KEY, REGION } from '../../support/emulator-service.ts';

const python = pythonOfAwsCli();
if (python === null) {
  console.warn('SKIPPED: no AWS CLI is installed whose Python can be asked, so what it makes of files is not compared');
}

// The unit tests read the files by what stands there.
test.skipIf(python === null)('the AWS CLI itself finds in odd files what is on record', async () => {
  const answers = askAwsCli(python!, oddFiles);
  await expect(`${JSON.stringify(answers, null, 2)}\n`).toMatchFileSnapshot('../../fixtures/aws-config-files.json');
});

test.skipIf(python === null)(
  'of several ways to credentials the AWS CLI itself takes the one that is on record',
  async () => {
    const answers = askWays(python!, severalWays);
    await expect(`${JSON.stringify(answers, null, 2)}\n`).toMatchFileSnapshot('../../fixtures/aws-ways.json');
  },
);

test.skipIf(python === null)('the AWS CLI itself refuses the files that are said to be refused', () => {
  const answers = askAwsCli(python!, refusedFiles);
  expect(Object.entries(answers).filter(([, answer]) => answer !== 'refused')).toEqual([]);
});

// cmd.exe has quotes of its own.
test.skipIf(process.platform === 'win32')('a command gets the words that the AWS CLI gives it', async () => {
  const emulator = await anEmulator();
  const home = await createAwsHome({ AWS_ENDPOINT_URL_CODEARTIFACT: emulator.url });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await home.remove();
  });
  const program = path.join(home.folder, 'helper.cjs');
  const answer = JSON.stringify({ Version: 1, AccessKeyId: KEY, SecretAccessKey: 'not-checked' });
  writeFileSync(
    program,
    `const words = JSON.stringify(process.argv.slice(2));
     if (words === ${JSON.stringify(JSON.stringify(['a ; b', '#', "it's; #1"]))}) console.log('${answer}');`,
  );
  await home.writeConfig(
    `[profile a]\ncredential_process = '${process.execPath}' '${program}' 'a ; b'\n  # "it's; #1"\n`,
  );
  const address = { profile: 'a', region: REGION, domain: 'platform', domainOwner: ACCOUNT };
  expect(await createAwsAccess(home.environment).token(address, undefined)).toMatchObject({ ok: false });
  await home.writeConfig(`[profile a]\ncredential_process = '${process.execPath}' '${program}' 'a ; b' # "it's; #1"\n`);
  expect(await createAwsAccess(home.environment).token(address, undefined)).toMatchObject({
    ok: true,
    value: { token: emulator.issuedTokens[0] },
  });
});
