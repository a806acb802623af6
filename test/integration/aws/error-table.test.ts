import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { errorTable } from '../../../shared/adapters/aws/errors/explain.ts';
import { exitCodeOf } from '../../../shared/hosts/cli/exit-code.ts';
import type { FaultServer } from '../../support/aws-fault-server.ts';
import { startFaultServer, tokenAnswer } from '../../support/aws-fault-server.ts';
import { createAwsHome } from '../../support/aws-home.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { problemIn } from '../../support/aws-problems.ts';
import { errorCases, notFromLoopback } from '../../fixtures/aws-error-cases.ts';

// Each failure of AWS, produced through the unmodified SDK, and what the person and the script get of it.

let home: AwsHome;
let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
  server.answerWith(tokenAnswer());
  home = await createAwsHome({ AWS_ENDPOINT_URL: server.url });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await home.remove();
});

describe.each(errorCases)('$name', ({ profile = 'work', config, script, sso, answer, env, region, expected, exit }) => {
  test(`is ${expected.code}, ends with ${exit}, and says what to do`, async () => {
    if (script !== undefined) await writeFile(path.join(home.folder, 'keys.cjs'), script);
    const command = `"${process.execPath}" "${path.join(home.folder, 'keys.cjs')}" --password PLANTEDpassword`;
    await home.writeConfig(config.replace('COMMAND', command));
    if (sso !== undefined) await home.writeSsoToken(...sso());
    if (answer !== undefined) server.answerWith(answer);
    const variables = { ...home.environment.env, ...env?.(server.url) };
    const access = createAwsAccess({ ...home.environment, env: variables });
    const domain = { domain: 'payments', domainOwner: '444455556666' };
    const asked =
      region === undefined ? { profile, ...domain, region: 'eu-west-1' } : { profile, ...domain, ...region };
    const problem = problemIn(await access.token(asked, undefined));
    expect({
      code: problem.code,
      advice: problem.advice,
      command: problem.command,
      retryable: problem.retryable,
      exit: exitCodeOf(problem.code),
    }).toEqual({ ...expected, exit });
    expect(problem.message).toMatch(/^[^\n]+\.$/);
    expect(JSON.stringify(problem)).not.toMatch(/\bat \S+ \(|node:internal|\.[cm]?[jt]s:\d|PLANTED/);
    expect(existsSync(path.join(home.folder, 'state'))).toBe(false);
  });
});

test('no row of the table is without a case, but those that a loopback can not produce', () => {
  const produced = new Set<string>([...errorCases.map(({ expected }) => expected.code), ...notFromLoopback]);
  expect([...new Set(errorTable.map(({ problem }) => problem))].filter((code) => !produced.has(code))).toEqual([]);
});
