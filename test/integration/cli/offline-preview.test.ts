import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';

const PREVIEW = ['login', '--tool', 'npm', '--domain', 'shop', '--repository', 'web', '--dry-run'];
const OWNER = ['--domain-owner', '444455556666'];
/** Nothing answers there: whoever asks AWS ends with a problem. */
const OFFLINE = { AWS_ENDPOINT_URL_CODEARTIFACT: '', HTTPS_PROXY: 'http://127.0.0.1:1' };

test.each([
  [[], 'shop-444455556666.d.codeartifact.eu-west-1.amazonaws.com/npm/web/'],
  [['--endpoint-type', 'dualstack'], 'shop-444455556666.d.codeartifact.eu-west-1.on.aws/npm/web/'],
  [['--region', 'us-east-1'], 'shop-444455556666.d.codeartifact.us-east-1.amazonaws.com/npm/web/'],
])('login --dry-run %s asks nobody where the address follows from its parts', async (options, address) => {
  const home = aCliHome(null);
  const run = await home.run([...PREVIEW, ...OWNER, ...options], { env: OFFLINE });
  expect(run.out).toContain(`+registry=https://${address}`);
  expect(run.code).toBe(0);
  expect(home.has('.npmrc')).toBe(false);
});

test('login itself asks, and so does a preview that lacks the owner', async () => {
  const home = aCliHome(null);
  const asks = [[...PREVIEW], [...PREVIEW, ...OWNER].filter((word) => word !== '--dry-run')];
  for (const args of asks) expect((await home.run(args, { env: OFFLINE })).code).toBe(6);
});
