import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const HOST = 'my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const DEAD = aCodeArtifactToken({ isu: 1_700_000_000 });
const where = { domain: 'my-domain', domainOwner: '111122223333', region: 'eu-west-1', repository: 'my-repo' };

async function pasted(text: string) {
  return anEngine({ home: aCliHome(null) }).ask('scan.paste', { text });
}

test.each([
  [
    'as documented',
    `aws codeartifact login --tool npm --domain my-domain --domain-owner 111122223333 --repository my-repo --region eu-west-1`,
  ],
  [
    'with = and quotes',
    `aws --region=eu-west-1 codeartifact login --tool=npm --domain "my-domain" --domain-owner '111122223333' --repository my-repo`,
  ],
  [
    'over several lines',
    `$ aws codeartifact login \\\n  --tool npm \\\n  --domain my-domain --domain-owner 111122223333 \\\r\n  --repository my-repo --region eu-west-1`,
  ],
  [
    'behind another command',
    `export X=1 && AWS_REGION=eu-west-1 /usr/local/bin/aws codeartifact login --tool npm --domain my-domain --domain-owner 111122223333 --repository my-repo; npm ci`,
  ],
])('a login command %s is understood', async (_, text) => {
  expect(await pasted(text)).toEqual([expect.objectContaining({ client: 'npm', ...where })]);
});

test('a login command brings its profile, scope, lifetime and kind of endpoint', async () => {
  const options = '--namespace team --duration-seconds 3600 --endpoint-type dualstack --dry-run --profile "two words"';
  const text = `aws codeartifact login --tool npm --domain my-domain --repository my-repo ${options}`;
  expect(await pasted(text)).toEqual([
    expect.objectContaining({
      options: { scope: '@team' },
      durationSeconds: 3600,
      endpointType: 'dualstack',
      profile: 'two words',
      domainOwner: null,
    }),
  ]);
  expect(await pasted(`AWS_PROFILE=dev ${text.replace(/--profile.*/, '')}`)).toMatchObject([{ profile: 'dev' }]);
});

test.each([
  [
    'an .npmrc',
    `@team:registry=https://${HOST}/npm/my-repo/\n//${HOST}/npm/my-repo/:_authToken=${DEAD}\n`,
    'npm',
    { scope: '@team' },
  ],
  [
    'a pip.conf',
    `[global]\nextra-index-url =\n  https://pypi.org/simple\n  https://aws:${DEAD}@${HOST}/pypi/my-repo/simple/\n`,
    'pip',
    { use: 'extra' },
  ],
  ['one line of a pip.conf', `index-url = https://aws:${DEAD}@${HOST}/pypi/my-repo/simple/`, 'pip', {}],
  [
    'a settings.xml',
    `<settings><servers/><mirrors><mirror><id>ca</id><url>https://${HOST}/maven/my-repo/</url><mirrorOf>*</mirrorOf></mirror></mirrors></settings>`,
    'maven',
    { serverId: 'ca', mirror: '*' },
  ],
] as const)('lines of %s are understood', async (_, text, client, options) => {
  const found = await pasted(text);
  expect(found).toEqual([expect.objectContaining({ client, options, ...where })]);
  expect(JSON.stringify(found)).not.toContain('eyJ2ZXIi');
});

test('an address alone leaves the client to be chosen', async () => {
  const found = await pasted(`see https://aws:${DEAD}@${HOST}/nuget/my-repo/v3/index.json there`);
  expect(found).toEqual([expect.objectContaining({ client: null, candidates: ['nuget'], ...where })]);
  expect(await pasted('npm ci')).toEqual([]);
});
