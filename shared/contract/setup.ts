import { z } from 'zod';
import { accountId, domainName, profileName, regionName, repositoryName } from './names.ts';

/** What a policy is about. Region and owner may be left to a profile, where one is named. */
export const policyParams = z
  .strictObject({
    profile: profileName.optional(),
    region: regionName.optional(),
    domain: domainName,
    domainOwner: accountId.optional(),
    /** Those that may be read; every one of the domain when left out. */
    repositories: z.array(repositoryName).min(1).max(50).readonly().optional(),
    /** True where packages are to be published too. */
    publish: z.boolean().default(false),
  })
  .readonly();

/** The same permissions twice: an IAM identity policy as JSON, and a CloudFormation template, as YAML, of a role that has them. */
export const policyTexts = z.object({ policy: z.string(), template: z.string() }).readonly();
