import { z } from 'zod';

/** What a person solves by signing in or by mending the AWS configuration. */
export const signInCodes = [
  'signInNeeded',
  'credentialsMissing',
  'credentialsInvalid',
  'credentialProcessFailed',
  'mfaNeeded',
  'profileNotFound',
  'profileInvalid',
  'regionMissing',
] as const;

/** Every way something can fail. The first word of a code never changes meaning: scripts match on it. */
export const problemCodes = [
  'unexpected',
  'invalidInput',
  ...signInCodes,
  // AWS permissions
  'accessDenied',
  'roleDenied',
  // AWS resources and our own
  'domainNotFound',
  'repositoryNotFound',
  'projectNotFound',
  'bindingNotFound',
  'tokenNotFound',
  // network
  'offline',
  'timeout',
  'throttled',
  'serviceUnavailable',
  'intercepted',
  'certificateUntrusted',
  'proxyRefused',
  'clockWrong',
  // files
  'fileInvalid',
  'fileUnreadable',
  'fileNotWritable',
  'fileBusy',
  'diskFull',
  'secretInGit',
  'envManaged',
  'valueEncrypted',
  'noVirtualEnvironment',
  'clientUnknown',
  'registryMissing',
  'registryShadowed',
  'credentialMissing',
  'credentialShadowed',
  'tokenStale',
  'variableUnset',
  'changedByUser',
  'notRestorable',
  'entryConflict',
  'planChanged',
  'locked',
  'settingsInvalid',
  'nothingToUndo',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A failure a person can act on. Never holds a secret. */
export const problem = z.object({
  code: z.enum(problemCodes),
  /** One sentence a developer understands. */
  message: z.string(),
  /** The one action that fixes it, as a sentence; null when waiting is all there is. */
  advice: z.string().nullable(),
  /** A shell command that carries the advice out; null when there is none. */
  command: z.string().nullable(),
  /** True when trying again later without any change can help. */
  retryable: z.boolean(),
});
export type Problem = z.infer<typeof problem>;

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Problem };

export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failed(error: Problem): { readonly ok: false; readonly error: Problem } {
  return { ok: false, error };
}

type Extras = { readonly advice?: string; readonly command?: string; readonly retryable?: boolean };

/** Builds a problem; what is not given is null, or not retryable. */
export function problemOf(code: ProblemCode, message: string, extras: Extras = {}): Problem {
  return {
    code,
    message,
    advice: extras.advice ?? null,
    command: extras.command ?? null,
    retryable: extras.retryable ?? false,
  };
}
