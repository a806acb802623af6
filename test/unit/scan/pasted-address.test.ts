import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

// An address that was typed or cut by hand: taken as what it can only mean, and said so, or refused with what is wrong.

const HOST = 'my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const TOKEN = aCodeArtifactToken({ isu: 1_700_000_000 });
const where = { domain: 'my-domain', domainOwner: '111122223333', region: 'eu-west-1', repository: 'my-repo' };

async function pasted(text: string) {
  const home = aCliHome(null);
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n', 0o600);
  return anEngine({ home }).ask('scan.paste', { text });
}

test.each([
  `https://${HOST}/npm/my-repo/`,
  `https://${HOST}/pypi/my-repo/simple/`,
  `https://aws:${TOKEN}@${HOST}/pypi/my-repo/simple/`,
  `https://${HOST}/nuget/my-repo/v3/index.json`,
  `//${HOST}/npm/my-repo/:_authToken=${TOKEN}`,
  `index-url = https://aws:${TOKEN}@${HOST}/pypi/my-repo/simple/`,
  `[distutils]\nindex-servers = ca\n[ca]\nrepository = https://${HOST}/pypi/my-repo/\nusername = aws\n`,
  `registry=https://${HOST}/npm/my-repo/\n`,
  `https://my-domain-111122223333.d.codeartifact.eu-west-1.on.aws/npm/my-repo/`,
])('nothing is said of what is right: %s', async (text) => {
  expect(await pasted(text)).toMatchObject([{ ...where, mended: [], refusal: null }]);
});

describe('is taken as what it can only mean, and said to be', () => {
  const right = { npm: `https://${HOST}/npm/my-repo/`, pypi: `https://${HOST}/pypi/my-repo/simple/` };
  const nuget = `https://${HOST}/nuget/my-repo/v3/index.json`;
  test.each([
    [`https://${HOST}/npm/my-repo`, right.npm],
    [`http://${HOST}/npm/my-repo/`, right.npm],
    [`https://${HOST}/npm/my-repo/lodash/-/lodash-4.17.21.tgz`, right.npm],
    [`https://${HOST}/pypi/my-repo/simple`, right.pypi],
    [`https://${HOST}/pypi/my-repo/simple/requests/`, right.pypi],
    [`https://aws:${TOKEN}@${HOST}/pypi/my-repo`, right.pypi],
    [`index-url = https://aws:${TOKEN}@${HOST}/pypi/my-repo/`, right.pypi],
    [`https://${HOST}/nuget/my-repo/v3/`, nuget],
    [`https://${HOST}/python/my-repo/simple/`, right.pypi],
    [`https://${HOST}/pip/my-repo/`, right.pypi],
    ['https://my-domain-111122223333.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/', right.npm],
    ['https://my-domain-111122223333.d.codeartifact.eu-west1.amazonaws.com/npm/my-repo/', right.npm],
    ['https://my-domain-111122223333.d.codeartifact.euwest1.amazonaws.com/npm/my-repo/', right.npm],
    ['https://my-domain-111122223333.d.codeartifact.eu-west-1.amazon.com/npm/my-repo/', right.npm],
    ['https://my-domain-11112222333.d.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/', right.npm],
    ['https://my-domain-1111222233334.d.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/', right.npm],
  ])('%s', async (text, taken) => {
    const found = await pasted(`see ${text}`);
    const expected = { ...where, mended: [`The address is taken as ${taken}.`], refusal: null };
    expect(found).toMatchObject([expected]);
    expect(JSON.stringify(found)).not.toContain(TOKEN.slice(0, 20));
  });

  test('without an account, for the profile’s own', async () => {
    const [found] = await pasted('https://my-domain.d.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/');
    expect(found).toMatchObject({ ...where, domainOwner: null, refusal: null });
    expect(found?.mended).toEqual([expect.stringContaining('names no account')]);
  });
});

test.each([
  ['my-domain-99998888777.d.codeartifact.eu-west-1.amazonaws.com/npm', 'has 11 digits, and each account has 12'],
  ['my-domain-111122223333.d.codeartifact.ireland.amazonaws.com/npm', 'a region that is none: ireland'],
  [`${HOST}/docker`, 'a format that CodeArtifact does not have: docker'],
])('is refused where it may mean more: %s', async (place, why) => {
  const found = await pasted(`https://${place}/my-repo/`);
  const refusal = { code: 'invalidInput', message: expect.stringContaining(why) as string };
  expect(found).toMatchObject([{ refusal, mended: [] }]);
});

test.each([
  'https://codeartifact.eu-west-1.amazonaws.com/v1/domain',
  'https://codeartifact.example.com/npm/my-repo/',
  `https://${HOST}.evil.example/npm/my-repo/`,
  'https://my-domain-111122223333.d.codeartifact.eu-west-1.example.com/npm/my-repo/',
])('another server is not taken for CodeArtifact: %s', async (text) => {
  expect(await pasted(text)).toEqual([]);
});
