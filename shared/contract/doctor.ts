import { z } from 'zod';
import { clientName, profileKind } from './names.ts';
import { problem } from './problem-form.ts';
import { signInWays } from './sign-in.ts';

/** Where a setting stands: a variable of the environment, or a line of a file. */
export const origin = z
  .object({
    /** The variable's name, or the file's path as people write it. */
    name: z.string(),
    /** Null for a variable. */
    path: z.string().nullable(),
    /** Counts from 1; null for a variable. */
    line: z.int().nullable(),
  })
  .readonly();
export type Origin = z.infer<typeof origin>;

/** `wrong` means that the client will not work with our repository until it is put right. */
export const severities = ['wrong', 'warning', 'note'] as const;

export const finding = z.object({ severity: z.enum(severities), problem, origin: origin.nullable() }).readonly();
export type Finding = z.infer<typeof finding>;

/** One beside others, with the binding that it is about. */
export const bindingFinding = z.object({ bindingId: z.string(), ...finding.unwrap().shape }).readonly();
export type BindingFinding = z.infer<typeof bindingFinding>;

/** What a client will really use, from files and environment, without asking anybody. Holds no secret. */
export const explanation = z
  .object({
    bindingId: z.string(),
    client: clientName,
    title: z.string(),
    projectId: z.string(),
    domain: z.string(),
    repository: z.string(),
    enabled: z.boolean(),
    /** Null where the client finds none, or has none of its own. */
    registry: z.object({ value: z.string(), ours: z.boolean(), origin }).readonly().nullable(),
    signsInBy: z
      .object({
        /** `other` is a credential that is no CodeArtifact token, `reference` the name of a variable. */
        kind: z.enum(['fresh', 'stale', 'other', 'reference']),
        issuedAt: z.iso.datetime().nullable(),
        expiresAt: z.iso.datetime().nullable(),
        origin,
      })
      .nullable(),
    findings: z.array(finding).readonly(),
  })
  .readonly();
export type Explanation = z.infer<typeof explanation>;

/** How the tokens of one profile and region are got, as files, variables and caches have it. Nobody is asked for it; it holds no secret. */
export const awsExplanation = z
  .object({
    profile: z.string(),
    /** Null where the profile is not there or its files can't be read. */
    kind: profileKind.nullable(),
    /** The account as far as the AWS files tell. */
    account: z.string().nullable(),
    region: z.string().nullable(),
    /** The session that a person begins; null where none does. `endsAt` is null for one that is refreshed silently, and where it is not known. */
    session: z
      .object({
        name: z.string(),
        way: z.enum(signInWays),
        state: z.enum(['open', 'ended', 'none', 'unknown']),
        endsAt: z.iso.datetime().nullable(),
      })
      .readonly()
      .nullable(),
    /** What is asked of CodeArtifact, as scheme and host; custom where it is configured in place of AWS's own. */
    endpoint: z.object({ url: z.string(), isCustom: z.boolean() }).readonly().nullable(),
    /** Scheme, host and port of the proxy on the way there. */
    proxy: z.string().nullable(),
    /** File with more certificate authorities, as people write it. */
    caBundle: z.string().nullable(),
    domains: z.array(z.object({ domain: z.string(), domainOwner: z.string() }).readonly()).readonly(),
    /** What keeps tokens from being got, or kept the last one. */
    problems: z.array(problem).readonly(),
  })
  .readonly();
export type AwsExplanation = z.infer<typeof awsExplanation>;

/** What an error message of a client means. */
export const diagnosis = z
  .object({
    /** Who prints it: titles of clients, the AWS CLI, the network, the system; empty where that is not known. */
    clients: z.array(z.string()).readonly(),
    /** `likely` where the text is said of other causes as well, or is known in part only. */
    certainty: z.enum(['certain', 'likely']),
    /** Of a text that is known in part: what of it. */
    recognised: z.array(z.string()).readonly(),
    /** What went wrong, as one sentence. */
    meaning: z.string(),
    advice: z.string(),
    command: z.string().nullable(),
  })
  .readonly();
export type Diagnosis = z.infer<typeof diagnosis>;
