/** What somebody may do in a domain, who keeps package managers signed in to it. */
export type Grant = {
  readonly region: string;
  readonly domain: string;
  /** Account of 12 digits. */
  readonly domainOwner: string;
  /** Null for every repository of the domain. */
  readonly repositories: readonly string[] | null;
  readonly publish: boolean;
};

/** One statement of an identity policy, whose resources are written by whoever prints it. */
export type Statement = {
  readonly Sid: string;
  readonly Action: readonly string[];
  /** Ends of ARNs of the domain's account and region, such as `domain/shop`; `*` is every resource there is. */
  readonly resources: readonly string[];
  /** True for the statement about the token itself, which has conditions. */
  readonly isBearer?: true;
};

/**
 * The least that each thing the app does needs ("Actions, resources, and condition keys for AWS CodeArtifact" of the Service
 * Authorization Reference; "Using service bearer tokens" of the IAM user guide): the token, where a repository is and a read of it,
 * and the pickers. `domain` and the repositories' names are put into ARNs as they are.
 */
export function statementsFor({ repositories, publish }: Grant, domain: string): readonly Statement[] {
  const within = (kind: string, end: string) =>
    (repositories ?? ['*']).map((repository) => `${kind}/${domain}/${repository}${repository === '*' ? '' : end}`);
  return [
    { Sid: 'GetToken', Action: ['codeartifact:GetAuthorizationToken'], resources: [`domain/${domain}`] },
    { Sid: 'GetTokenOfCodeArtifactAlone', Action: ['sts:GetServiceBearerToken'], resources: ['*'], isBearer: true },
    {
      Sid: 'ReadPackages',
      Action: [
        'codeartifact:GetRepositoryEndpoint',
        'codeartifact:ReadFromRepository',
        'codeartifact:DescribeRepository',
      ],
      resources: within('repository', ''),
    },
    ...(publish
      ? [
          {
            Sid: 'PublishPackages',
            Action: ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'],
            resources: within('package', '/*'),
          },
        ]
      : []),
    {
      Sid: 'FindRepositories',
      Action: ['codeartifact:ListRepositoriesInDomain', 'codeartifact:DescribeDomain'],
      resources: [`domain/${domain}`],
    },
    { Sid: 'FindDomains', Action: ['codeartifact:ListDomains'], resources: ['*'] },
  ];
}

/** The only service whose tokens may be had (condition key `sts:AWSServiceName`). */
export const SERVICE_PRINCIPAL = 'codeartifact.amazonaws.com';
