// Without commander, because the quick way to a token would wait for it.

/** An option with a value, as commander has it. */
export type ValueOption = {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
};

/** Where in AWS a domain is. */
export const addressWords = {
  domain: { flags: '--domain <domain>', description: 'CodeArtifact domain' },
  domainOwner: {
    flags: '--domain-owner <account>',
    description: "account that owns the domain (default: the profile's own)",
  },
  profile: { flags: '--profile <profile>', description: 'AWS profile (default: AWS_PROFILE)' },
  region: { flags: '--region <region>', description: "AWS region (default: the profile's)" },
} as const satisfies Readonly<Record<string, ValueOption>>;
