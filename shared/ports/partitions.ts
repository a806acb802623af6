/** Parts of AWS that share nothing, neither accounts nor host names. */
export type Partition = {
  /** As ARNs name it. */
  readonly id: string;
  readonly regions: RegExp;
  /** Ending of hosts that answer by IPv4 alone. */
  readonly suffix: string;
  /** Ending of the API's hosts that answer by IPv6 as well. */
  readonly dualstackApi: string;
  /** Ending of repositories' hosts that answer by IPv6 as well; null where none is known. */
  readonly dualstack: string | null;
};

/** Every region that is in no other. */
const AWS: Partition = {
  id: 'aws',
  regions: /^/,
  suffix: 'amazonaws.com',
  dualstackApi: 'api.aws',
  dualstack: 'on.aws',
};

/** partitions.json of the AWS SDKs, and for repositories "Domain overview" of CodeArtifact's user guide. */
export const partitions: readonly Partition[] = [
  {
    id: 'aws-cn',
    regions: /^cn-/,
    suffix: 'amazonaws.com.cn',
    dualstackApi: 'api.amazonwebservices.com.cn',
    dualstack: 'on.amazonwebservices.com.cn',
  },
  { id: 'aws-us-gov', regions: /^us-gov-/, suffix: 'amazonaws.com', dualstackApi: 'api.aws', dualstack: 'on.aws' },
  { id: 'aws-iso', regions: /^us-iso-/, suffix: 'c2s.ic.gov', dualstackApi: 'api.aws.ic.gov', dualstack: null },
  { id: 'aws-iso-b', regions: /^us-isob-/, suffix: 'sc2s.sgov.gov', dualstackApi: 'api.aws.scloud', dualstack: null },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-/,
    suffix: 'cloud.adc-e.uk',
    dualstackApi: 'api.cloud-aws.adc-e.uk',
    dualstack: null,
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-/,
    suffix: 'csp.hci.ic.gov',
    dualstackApi: 'api.aws.hci.ic.gov',
    dualstack: null,
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-/,
    suffix: 'amazonaws.eu',
    dualstackApi: 'api.amazonwebservices.eu',
    dualstack: 'on.amazonwebservices.eu',
  },
  AWS,
];

export function partitionOf(region: string): Partition {
  return partitions.find(({ regions }) => regions.test(region)) ?? AWS;
}

/** True for the host of a repository that answers by IPv6 as well. */
export function isDualstackHost(hostname: string): boolean {
  return partitions.some(({ dualstack }) => dualstack !== null && hostname.endsWith(`.${dualstack}`));
}

/** True for a host of CodeArtifact's API (the AWS general reference, "AWS CodeArtifact endpoints and quotas"). */
export function isApiHost(hostname: string): boolean {
  const [, region, ending] = /^codeartifact(?:-fips)?\.([a-z0-9-]+)\.(.+)$/.exec(hostname) ?? [];
  if (region === undefined || ending === undefined) return false;
  const { suffix, dualstackApi } = partitionOf(region);
  return ending === suffix || ending === dualstackApi;
}
