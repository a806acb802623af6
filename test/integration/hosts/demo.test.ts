import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prepareDemo } from '../../../shared/hosts/demo/prepare-demo.ts';
import { runCli } from '../../support/cli-home.ts';

const askToken = ['token', '--profile', 'ds-admin', '--domain', 'data-science'];

test('in the demo somebody is signed in by SSO; once that session ended, the profile asks for a sign-in', async () => {
  const demo = await prepareDemo({ tokenLifetimeSeconds: 1200 });
  onTestFinished(() => demo.remove());
  const env = { PATH: process.env['PATH'] ?? '', ...demo.env };
  const run = () => runCli(askToken, demo.folder, env);
  expect(await run()).toMatchObject({ code: 0, out: expect.stringMatching(/^eyJ/) });

  const [cache = ''] = globSync('.aws/sso/cache/*.json', { cwd: demo.folder });
  const { accessToken, expiresAt } = JSON.parse(readFileSync(path.join(demo.folder, cache), 'utf8')) as {
    accessToken: string;
    expiresAt: string;
  };
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(1_200_000);
  const ended = await fetch(`${demo.env['AWS_ENDPOINT_URL_SSO']}/logout`, {
    method: 'POST',
    headers: { 'x-amz-sso_bearer_token': accessToken },
  });
  expect(ended.status).toBe(200);
  const { code, err } = await run();
  expect(err).toContain('ds-admin');
  expect(code).toBe(3);
});
