import { z } from 'zod';
import { profileName } from './names.ts';
import { problem } from './problem-form.ts';

/** How a person begins a session: in IAM Identity Center, by `aws login`, or with a code of an MFA device. */
export const signInWays = ['sso', 'console', 'mfa'] as const;
export type SignInWay = (typeof signInWays)[number];

/** `browser`: it comes back to this machine by itself. `code`: any browser anywhere, with a code to compare. */
export const signInMethods = ['browser', 'code'] as const;
export type SignInMethod = (typeof signInMethods)[number];

export const signInStates = ['needed', 'starting', 'waiting', 'failed'] as const;

/** A session that waits for a person, with everything that waits for it. */
export const signInView = z
  .object({
    id: z.string(),
    /** As the AWS config names the session, or the host of its start URL. */
    name: z.string(),
    way: z.enum(signInWays),
    /** Those that can get tokens again afterwards, by name. */
    profiles: z.array(z.string()).readonly(),
    state: z.enum(signInStates),
    /** While waiting, where the person signs in; null where nothing is to be opened, as for an MFA code. */
    url: z.string().nullable(),
    /** To be compared with the one that the page of AWS shows. */
    userCode: z.string().nullable(),
    /** Until when the person can finish it: ISO 8601 UTC. */
    expiresAt: z.iso.datetime().nullable(),
    /** Why it failed; beside `waiting`, what was wrong with the last MFA code. */
    problem: problem.nullable(),
  })
  .readonly();
export type SignInView = z.infer<typeof signInView>;

/** Left out: the browser where the host can open one, else the code. */
export const signInStart = z
  .strictObject({ profile: profileName, method: z.enum(signInMethods).optional() })
  .readonly();

export const signInStarted = z
  .object({ signInId: z.string(), url: z.string().nullable(), userCode: z.string().nullable() })
  .readonly();
export type SignInStarted = z.infer<typeof signInStarted>;

const signInId = z.string().min(1);
export const signInCancel = z.strictObject({ signInId }).readonly();
/** MFA devices show six digits. */
export const signInCode = z
  .strictObject({ signInId, code: z.string().regex(/^\d{6}$/, 'an MFA code has 6 digits') })
  .readonly();
export const signInEnd = z.strictObject({ profile: profileName }).readonly();

/** What a sign-out ended. */
export const signedOut = z
  .object({
    name: z.string(),
    /** All that used the session, by name. */
    profiles: z.array(z.string()).readonly(),
    /** Why AWS itself could not be told; this machine has forgotten the session all the same. */
    problem: problem.nullable(),
  })
  .readonly();
export type SignedOut = z.infer<typeof signedOut>;
