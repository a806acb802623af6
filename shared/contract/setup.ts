import { z } from 'zod';
import { accountId, domainName, profileName, regionName, repositoryName } from './names.ts';
import { problem } from './problem.ts';

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

/** What to try: a profile alone, or also the way to a domain and to one of its repositories. */
export const connectionParams = z
  .strictObject({
    profile: profileName,
    region: regionName.optional(),
    domain: domainName.optional(),
    /** The caller's own account when left out. */
    domainOwner: accountId.optional(),
    /** Needs a domain. */
    repository: repositoryName.optional(),
  })
  .readonly();

export const connectionSteps = ['profile', 'identity', 'role', 'token', 'endpoint', 'read'] as const;

const connectionStep = z
  .object({
    name: z.enum(connectionSteps),
    state: z.enum(['passed', 'failed', 'skipped']),
    /** One sentence: what was found, what failed, or why it was not tried. */
    text: z.string(),
    /** Null unless it failed. */
    problem: problem.nullable(),
  })
  .readonly();
export type ConnectionStep = z.infer<typeof connectionStep>;

/** Each step in order, those after the one that failed as skipped; and who AWS says one is, null where it was not learnt. */
export const connectionReport = z
  .object({
    steps: z.array(connectionStep).readonly(),
    account: z.string().nullable(),
    arn: z.string().nullable(),
  })
  .readonly();
export type ConnectionReport = z.infer<typeof connectionReport>;
