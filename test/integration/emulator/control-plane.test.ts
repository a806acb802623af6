import {
  DescribeDomainCommand,
  DescribeRepositoryCommand,
  GetAuthorizationTokenCommand,
  GetRepositoryEndpointCommand,
  ListDomainsCommand,
  ListRepositoriesCommand,
  ListRepositoriesInDomainCommand,
  PackageFormat,
  paginateListDomains,
  paginateListRepositories,
  paginateListRepositoriesInDomain,
} from '@aws-sdk/client-codeartifact';
import { describe, expect, test } from 'vitest';
import {
  sdkFor,
  ACCOUNT,
  anEmulator,
  KEY,
  OTHER_ACCOUNT,
  OTHER_KEY,
  platform,
  REGION,
} from '../../support/emulator-service.ts';

const NOW = Date.parse('2026-11-20T10:44:00.500Z');

describe('GetAuthorizationToken', () => {
  test.each([
    { asked: undefined, lifetime: 43_200 },
    { asked: 0, lifetime: 43_200 },
    { asked: 900, lifetime: 900 },
    { asked: 43_200, lifetime: 43_200 },
  ])('gives a token of $lifetime s when asked for $asked', async ({ asked, lifetime }) => {
    const sdk = sdkFor(await anEmulator({ now: () => NOW }));
    const answer = await sdk.send(new GetAuthorizationTokenCommand({ domain: 'platform', durationSeconds: asked }));
    expect(answer.expiration).toEqual(new Date(Math.floor(NOW / 1000) * 1000 + lifetime * 1000));
  });

  test('gives every token the lifetime that the emulator was started with', async () => {
    const sdk = sdkFor(await anEmulator({ now: () => NOW, tokenLifetimeSeconds: 20 }));
    const answer = await sdk.send(new GetAuthorizationTokenCommand({ domain: 'platform', durationSeconds: 900 }));
    expect(answer.expiration).toEqual(new Date('2026-11-20T10:44:20.000Z'));
  });

  test('serves a domain of another account when its owner is named', async () => {
    const sdk = sdkFor(await anEmulator());
    const answer = await sdk.send(new GetAuthorizationTokenCommand({ domain: 'payments', domainOwner: OTHER_ACCOUNT }));
    expect(answer.authorizationToken).toMatch(/^eyJ/);
  });
});

describe('GetRepositoryEndpoint', () => {
  test.each(Object.values(PackageFormat))('names an address for %s below the emulator', async (format) => {
    const emulator = await anEmulator();
    const answer = await sdkFor(emulator).send(
      new GetRepositoryEndpointCommand({ domain: 'platform', repository: 'web', format, endpointType: 'ipv4' }),
    );
    expect(answer.repositoryEndpoint).toBe(`${emulator.url}/${format}/d/platform-${ACCOUNT}/web/`);
  });
});

describe('describing', () => {
  test('tells what a domain is', async () => {
    const sdk = sdkFor(await anEmulator({ now: () => NOW }));
    const { domain } = await sdk.send(new DescribeDomainCommand({ domain: 'platform' }));
    expect(domain).toMatchObject({
      name: 'platform',
      owner: ACCOUNT,
      arn: `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/platform`,
      status: 'Active',
      createdTime: new Date(Math.floor(NOW / 1000) * 1000),
      repositoryCount: 3,
      assetSizeBytes: 0,
    });
  });

  test('tells what a repository is', async () => {
    const sdk = sdkFor(await anEmulator());
    const { repository } = await sdk.send(new DescribeRepositoryCommand({ domain: 'platform', repository: 'web' }));
    expect(repository).toMatchObject({
      name: 'web',
      administratorAccount: ACCOUNT,
      domainName: 'platform',
      domainOwner: ACCOUNT,
      arn: `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:repository/platform/web`,
      description: 'Packages of the web team',
      upstreams: [],
      externalConnections: [],
    });
    expect(repository?.createdTime).toBeInstanceOf(Date);
  });
});

describe('listing', () => {
  test('shows only the domains of the caller’s account in the region asked', async () => {
    const emulator = await anEmulator();
    const seen = async (accessKeyId: string, region: string): Promise<unknown> => {
      const { domains } = await sdkFor(emulator, { accessKeyId, region }).send(new ListDomainsCommand({}));
      return domains?.map((domain) => domain.arn);
    };
    expect(await seen(KEY, REGION)).toEqual([`arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/platform`]);
    expect(await seen(KEY, 'us-east-1')).toEqual([`arn:aws:codeartifact:us-east-1:${ACCOUNT}:domain/platform`]);
    expect(await seen(OTHER_KEY, REGION)).toEqual([`arn:aws:codeartifact:eu-west-1:${OTHER_ACCOUNT}:domain/payments`]);
    expect(await seen(OTHER_KEY, 'us-east-1')).toEqual([]);
  });

  test('shows the repositories of the caller’s domains', async () => {
    const sdk = sdkFor(await anEmulator());
    const { repositories } = await sdk.send(new ListRepositoriesCommand({}));
    expect(repositories?.map((repository) => repository.name)).toEqual(['web', 'web-releases', 'tools']);
  });

  test('keeps to a prefix', async () => {
    const sdk = sdkFor(await anEmulator());
    const { repositories } = await sdk.send(new ListRepositoriesCommand({ repositoryPrefix: 'web' }));
    expect(repositories?.map((repository) => repository.name)).toEqual(['web', 'web-releases']);
  });

  test('shows the repositories of one domain, also of another account', async () => {
    const sdk = sdkFor(await anEmulator());
    const input = { domain: 'payments', domainOwner: OTHER_ACCOUNT };
    const all = await sdk.send(new ListRepositoriesInDomainCommand(input));
    expect(all.repositories).toMatchObject([{ name: 'web', domainName: 'payments', domainOwner: OTHER_ACCOUNT }]);
    const ours = await sdk.send(new ListRepositoriesInDomainCommand({ ...input, administratorAccount: ACCOUNT }));
    expect(ours.repositories).toEqual([]);
  });

  test.each([1, 2, 3, 6, 7, 8])('gives every item exactly once in pages of %i', async (pageSize) => {
    const names = Array.from({ length: 7 }, (_, index) => `name-${index}`);
    const crowded = { ...platform, name: 'name-0', repositories: names.map((name) => ({ name })) };
    const others = names.slice(1).map((name) => ({ ...platform, name, repositories: [] }));
    const sdk = sdkFor(await anEmulator({ domains: [crowded, ...others] }));
    const paging = { client: sdk, pageSize };
    const lists = [
      await collect(paginateListDomains(paging, {}), (page) => page.domains),
      await collect(paginateListRepositories(paging, {}), (page) => page.repositories),
      await collect(paginateListRepositoriesInDomain(paging, { domain: 'name-0' }), (page) => page.repositories),
    ];
    for (const pages of lists) {
      expect(pages).toHaveLength(Math.ceil(names.length / pageSize));
      expect(pages.flat()).toEqual(names);
    }
  });
});

async function collect<Page>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly { name?: string | undefined }[] | undefined,
): Promise<(string | undefined)[][]> {
  const collected: (string | undefined)[][] = [];
  for await (const page of pages) collected.push(itemsOf(page)!.map((item) => item.name));
  return collected;
}

test('keeps a log of requests with the operation, the key and the status', async () => {
  const emulator = await anEmulator();
  const sdk = sdkFor(emulator);
  await sdk.send(new DescribeDomainCommand({ domain: 'platform' }));
  await sdk.send(new DescribeDomainCommand({ domain: 'absent' })).catch(() => undefined);
  expect(emulator.requests).toEqual([
    { operation: 'DescribeDomain', accessKeyId: KEY, path: '/v1/domain?domain=platform', status: 200 },
    { operation: 'DescribeDomain', accessKeyId: KEY, path: '/v1/domain?domain=absent', status: 404 },
  ]);
  expect(emulator.count('DescribeDomain')).toBe(2);
  expect(emulator.count('ListDomains')).toBe(0);
});

test('frees its port when stopped, though a caller keeps its connection open', async () => {
  const first = await anEmulator();
  await sdkFor(first).send(new DescribeDomainCommand({ domain: 'platform' }));
  await first.stop();
  const second = await anEmulator({ port: Number(new URL(first.url).port) });
  expect(second.url).toBe(first.url);
});

test('says so when its port is taken', async () => {
  const first = await anEmulator();
  await expect(anEmulator({ port: Number(new URL(first.url).port) })).rejects.toThrow('EADDRINUSE');
});
