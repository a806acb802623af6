import { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import { describe, expect, test } from 'vitest';
import { regionName } from '../../../shared/contract/names.ts';
import { addressesIn } from '../../../shared/engine/scan/address.ts';
import { endpointFault, endpointOf } from '../../../shared/ports/endpoint.ts';
import { isApiHost, isDualstackHost, partitionOf } from '../../../shared/ports/partitions.ts';

const regions = `us-east-1 eu-west-1 ap-south-1 sa-east-1 ca-central-1 me-central-1 af-south-1 il-central-1 mx-central-1 xx-new-1
cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-isob-east-1 eu-isoe-west-1 us-isof-south-1 eusc-de-east-1`;

const { endpointProvider } = new CodeartifactClient({ region: 'us-east-1' }).config;

describe.each(regions.split(/\s+/))('%s', (region) => {
  const { suffix, dualstackApi, dualstack } = partitionOf(region);

  test('is a region wherever one is named', () => {
    expect(regionName.safeParse(region).success).toBe(true);
    const parts = { domain: 'acme', owner: '111122223333', region, format: 'npm', repository: 'web' } as const;
    expect(addressesIn(endpointOf(parts, 'ipv4')!, [])).toMatchObject([{ region, domain: 'acme' }]);
  });

  test('has the hosts that the SDK asks', () => {
    const hostOf = (UseDualStack: boolean) =>
      endpointProvider({ Region: region, UseDualStack, UseFIPS: false }).url.hostname;
    expect(hostOf(false)).toBe(`codeartifact.${region}.${suffix}`);
    expect(hostOf(true)).toBe(`codeartifact.${region}.${dualstackApi}`);
  });

  test('has hosts of the API, and of repositories that may get a token of this region alone', () => {
    for (const host of [`codeartifact.${region}.${suffix}`, `codeartifact-fips.${region}.${dualstackApi}`]) {
      expect(isApiHost(host)).toBe(true);
      for (const other of [`x.${host}`, `${host}.example`, host.replace(region, `${region}.${region}`)]) {
        expect(isApiHost(other), other).toBe(false);
      }
    }
    const parts = { domain: 'acme', owner: '111122223333', region, format: 'npm', repository: 'web' } as const;
    for (const type of ['ipv4', 'dualstack'] as const) {
      const endpoint = endpointOf(parts, type);
      expect(endpoint === null).toBe(type === 'dualstack' && dualstack === null);
      if (endpoint === null) continue;
      const of = { domain: 'acme', domainOwner: '111122223333', region };
      expect(endpointFault(endpoint, of, false)).toBeNull();
      expect(endpointFault(endpoint, { ...of, region: 'eu-west-9' }, false)).toContain('no host of this domain');
      expect(isDualstackHost(new URL(endpoint).hostname)).toBe(type === 'dualstack');
    }
  });
});
