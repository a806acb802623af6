import { z } from 'zod';
import { origin } from './doctor.ts';
import { clientName, endpointType, formats, profileName, tokenDuration } from './names.ts';
import { problem } from './problem-form.ts';
import { bindingOptions } from './snapshot.ts';

/** What may be known of a token that stands in a file: everything but the token. Times are null where it doesn't tell them. */
const foundToken = z
  .object({
    state: z.enum(['fresh', 'expired', 'unknown']),
    issuedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .readonly();
export type FoundToken = z.infer<typeof foundToken>;

/** One place: what it is to its client, and how long the token in it lasts. */
const foundLine = z
  .object({
    origin,
    role: z.enum(['registry', 'credential', 'beside', 'other']),
    /** The entry as people read it: `global.index-url`. Holds no secret. */
    entry: z.string(),
    lifetime: foundToken.nullable(),
  })
  .readonly();
export type FoundLine = z.infer<typeof foundLine>;

/** Lines that together point one client at CodeArtifact or sign it in there, whoever wrote them. */
export const foundLogin = z
  .object({
    /** The same as long as the lines say the same. */
    id: z.string(),
    client: clientName,
    title: z.string(),
    /** Titles of the other clients that read the same file. */
    alsoReadBy: z.array(z.string()).readonly(),
    /** Folder of the project whose file it is; null at user level. */
    project: z.string().nullable(),
    /** What the lines say of where it leads; null what they don't. */
    domain: z.string().nullable(),
    domainOwner: z.string().nullable(),
    region: z.string().nullable(),
    repository: z.string().nullable(),
    format: z.enum(formats).nullable(),
    endpoint: z.string().nullable(),
    options: bindingOptions,
    /** What it takes over within the client: `default registry`, `@team`. */
    scopeText: z.string(),
    /** For what it stands in, as `every package that pip asks PyPI for`; null where it is asked beside the usual one. */
    takesOver: z.string().nullable(),
    /** That of the one of its tokens that lasts longest; null when it has none. */
    lifetime: foundToken.nullable(),
    lines: z.array(foundLine).readonly(),
    /** The switched-on binding whose lines these are, or will be with the next apply. */
    bindingId: z.string().nullable(),
    /** True when lines of it are noted to be taken out with the next apply. */
    clearing: z.boolean(),
    /** Why no binding can be made of it as it stands; null when one can. */
    refusal: problem.nullable(),
  })
  .readonly();
export type FoundLogin = z.infer<typeof foundLogin>;

export const scanReport = z
  .object({
    found: z.array(foundLogin).readonly(),
    /** Files of clients that are there and can't be read. */
    unreadable: z.array(z.object({ path: z.string(), displayPath: z.string(), problem }).readonly()).readonly(),
  })
  .readonly();
export type ScanReport = z.infer<typeof scanReport>;

/** Which of what stands there: by ids of logins or paths of files; all when left out. And a folder to look into besides the known projects. */
const choice = {
  which: z.array(z.string().min(1)).readonly().default([]),
  project: z.string().min(1).optional(),
};
export const scanParams = z.strictObject({ project: choice.project }).readonly();
export const clearParams = z.strictObject(choice).readonly();
export const adoptParams = z
  .strictObject({
    ...choice,
    /** Whose token it is to be; left out, the profile of the domain's account where the AWS files have one. */
    profile: profileName.optional(),
  })
  .readonly();

/** What of the chosen was left as it is, and why. */
const leftOut = z.array(z.object({ id: z.string(), problem }).readonly()).readonly();

export const adoptReport = z
  .object({
    adopted: z
      .array(
        z
          .object({
            id: z.string(),
            bindingId: z.string(),
            /** Whose token it is to be. */
            profile: profileName,
          })
          .readonly(),
      )
      .readonly(),
    leftOut,
  })
  .readonly();
export type AdoptReport = z.infer<typeof adoptReport>;

export const clearReport = z.object({ clearing: z.array(z.string()).readonly(), leftOut }).readonly();
/** Files of which lines stay after all. */
export const keepReport = z.object({ kept: z.array(z.string()).readonly() }).readonly();

export type ClearReport = z.infer<typeof clearReport>;

/** What could be a binding, from a text that somebody pasted; null for what the text doesn't say. Holds no secret. */
export const pastedBinding = z
  .object({
    client: clientName.nullable(),
    /** Clients that it can be for, where the text names none. */
    candidates: z.array(clientName).readonly(),
    domain: z.string(),
    domainOwner: z.string().nullable(),
    region: z.string().nullable(),
    repository: z.string().nullable(),
    options: bindingOptions,
    profile: z.string().nullable(),
    durationSeconds: tokenDuration.nullable(),
    /** Another server than AWS that the text wants to be asked, as scheme and host, where this machine is not set up for it. */
    endpointUrl: z.string().nullable(),
    endpointType: endpointType.nullable(),
    /** How an address is taken that stands there otherwise than it should, and can mean one thing only: a sentence each. */
    mended: z.array(z.string()).readonly(),
    /** Why nothing can be made of it as it stands; null when something can. */
    refusal: problem.nullable(),
  })
  .readonly();
export type PastedBinding = z.infer<typeof pastedBinding>;
