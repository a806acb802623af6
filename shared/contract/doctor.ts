import { z } from 'zod';
import { clientName } from './names.ts';
import { problem } from './problem.ts';

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
