import { describe, expect, test } from 'vitest';
import { addressesIn } from '../../../shared/engine/scan/address.ts';

const HOST = 'my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const facts = { domain: 'my-domain', domainOwner: '111122223333', region: 'eu-west-1' };

describe('a CodeArtifact address is known by its host', () => {
  test.each([
    ['a registry', `https://${HOST}/npm/my-repo/`, 'npm', `https://${HOST}/npm/my-repo/`],
    ['one without its last slash', `https://${HOST}/npm/my-repo`, 'npm', `https://${HOST}/npm/my-repo/`],
    [
      'an index with a password',
      `https://aws:eyJ2.x@${HOST}/pypi/my-repo/simple/`,
      'pypi',
      `https://${HOST}/pypi/my-repo/`,
    ],
    ['a source', `https://${HOST}/nuget/my-repo/v3/index.json`, 'nuget', `https://${HOST}/nuget/my-repo/`],
    ['a sparse index', `sparse+https://${HOST}/cargo/my-repo/`, 'cargo', `https://${HOST}/cargo/my-repo/`],
    ['a key of an .npmrc', `//${HOST}/npm/my-repo/:_authToken`, 'npm', `https://${HOST}/npm/my-repo/`],
    [
      'capitals and the usual port',
      `https://${HOST.toUpperCase()}:443/npm/my-repo/`,
      'npm',
      `https://${HOST}/npm/my-repo/`,
    ],
  ] as const)('%s', (_, text, format, endpoint) => {
    expect(addressesIn(text, [])).toEqual([
      { ...facts, host: HOST, isCustom: false, repository: { name: 'my-repo', format, endpoint } },
    ]);
  });

  test.each(['on.aws', 'amazonaws.com.cn', 'amazonaws.eu', 'api.aws'])('of the partition or stack of %s', (suffix) => {
    const host = `my-domain-111122223333.d.codeartifact.cn-north-1.${suffix}`;
    expect(addressesIn(`https://${host}/npm/my-repo/`, [])).toMatchObject([{ host, region: 'cn-north-1' }]);
  });

  test('a VPC endpoint names the domain in its path', () => {
    const host = 'vpce-0743fe535b883ffff-76ddffff.d.codeartifact.us-west-2.vpce.amazonaws.com';
    const url = `https://${host}/maven/d/my-domain-111122223333/my-repo/`;
    expect(addressesIn(url, [])).toEqual([
      {
        ...facts,
        region: 'us-west-2',
        host,
        isCustom: false,
        repository: { name: 'my-repo', format: 'maven', endpoint: url },
      },
    ]);
  });

  test('an endpoint of one’s own has the paths of a VPC endpoint', () => {
    const url = 'http://127.0.0.1:4566/npm/d/my-domain-111122223333/my-repo/';
    const own = [new URL('http://127.0.0.1:4566')];
    expect(addressesIn(`registry ${url}`, own)).toEqual([
      {
        ...facts,
        region: null,
        host: '127.0.0.1:4566',
        isCustom: true,
        repository: { name: 'my-repo', format: 'npm', endpoint: url },
      },
    ]);
    expect(addressesIn(url, [])).toEqual([]);
  });

  test('a host alone is one of a domain', () => {
    expect(addressesIn(HOST, [])).toEqual([{ ...facts, host: HOST, isCustom: false, repository: null }]);
  });
});

test.each([
  ['another ending', `https://${HOST}.evil.example/npm/my-repo/`],
  ['another beginning', 'https://d.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/'],
  ['no account', 'https://my-domain.d.codeartifact.eu-west-1.amazonaws.com/npm/my-repo/'],
  ['a lookalike', 'https://my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com.evil/npm/r/'],
  ['the service itself', 'https://codeartifact.eu-west-1.amazonaws.com/v1/domains'],
])('%s is no address', (_, text) => {
  expect(addressesIn(text, [])).toEqual([]);
});

test('a path of another kind is the host alone', () => {
  expect(addressesIn(`https://${HOST}/debian/my-repo/`, [])).toMatchObject([{ repository: null }]);
});

test('looking takes time in proportion to the text', () => {
  const shapes = ['a-', '.d.codeartifact.', 'https://', 'x-111122223333.d.codeartifact.', '-', `//${HOST}/npm/`];
  for (const shape of shapes) {
    const time = (size: number) => {
      const text = shape.repeat(size / shape.length);
      const start = performance.now();
      for (let round = 0; round < 3; round += 1) addressesIn(text, [new URL('http://127.0.0.1:1')]);
      return performance.now() - start;
    };
    time(100_000);
    expect(time(800_000), shape).toBeLessThan(Math.max(20 * time(100_000), 1000));
  }
});
