// Without zod, because every start of a command would wait for it: problem-form.ts has the schema.

/** Every way something can fail, by what it asks of whoever meets it. A code never changes its meaning: scripts match on it. */
export const codesByKind = {
  unexpected: ['unexpected'],
  usage: ['invalidInput', 'regionMissing', 'regionUnsupported', 'clientUnknown'],
  signIn: [
    'signInNeeded',
    'mfaNeeded',
    'noCredentials',
    'credentialsMissing',
    'sourceProfileMissing',
    'credentialSourceInvalid',
    'credentialSourceEmpty',
    'webIdentityMissing',
    'webIdentityExpired',
    'webIdentityInvalid',
    'credentialsInvalid',
    'credentialsExpired',
    'secretKeyWrong',
    'credentialProcessFailed',
    'credentialProcessInvalid',
    'credentialProcessExpired',
    'credentialProcessTimeout',
    'profileInvalid',
    'profileCycle',
    'ssoSessionMissing',
    'ssoIncomplete',
    'roleSessionTooLong',
    'regionInvalid',
    'endpointInvalid',
    'endpointConflict',
  ],
  denied: [
    'accessDenied',
    'domainPolicyDenied',
    'organisationDenied',
    'rootUserDenied',
    'bearerTokenDenied',
    'roleDenied',
    'webIdentityDenied',
    'ssoRoleDenied',
    'consoleSignInDenied',
  ],
  /** A sign-in that a person began and that came to nothing. */
  notSignedIn: ['signInRefused', 'signInExpired', 'signInCancelled', 'signInUnknown', 'mfaCodeWrong'],
  notFound: [
    'profileNotFound',
    'domainNotFound',
    'repositoryNotFound',
    'projectNotFound',
    'bindingNotFound',
    'tokenNotFound',
  ],
  /** The network, and what it passes on its way to AWS. */
  network: [
    'offline',
    'connectionLost',
    'connectTimeout',
    'timeout',
    'credentialProcessOffline',
    'throttled',
    'serviceUnavailable',
    'intercepted',
    'answerUnusable',
    'notTls',
    'certificateUntrusted',
    'certificateExpired',
    'certificateOtherHost',
    'proxyRefused',
    'proxyLoginNeeded',
    'proxyUnreachable',
    'proxyInvalid',
    'clockWrong',
  ],
  /** Files and settings, where nothing was written. */
  refused: [
    'fileInvalid',
    'fileUnreadable',
    'fileNotWritable',
    'fileBusy',
    'diskFull',
    'secretInGit',
    'secretExposed',
    'endpointUntrusted',
    'endpointCustom',
    'accountDiffers',
    'envManaged',
    'valueEncrypted',
    'noVirtualEnvironment',
    'changedByUser',
    'notRestorable',
    'entryConflict',
    'planChanged',
    'locked',
    'settingsInvalid',
    'stateUntrusted',
    'nothingToUndo',
    'portInUse',
  ],
  /** What the doctor finds of a client; no command ends with one of them. */
  found: [
    'registryMissing',
    'registryShadowed',
    'registryTaken',
    'credentialMissing',
    'credentialShadowed',
    'credentialRedirected',
    'tokenStale',
    'variableUnset',
  ],
} as const;
export type ProblemKind = keyof typeof codesByKind;

export const problemCodes = Object.values(codesByKind).flat();
export type ProblemCode = (typeof problemCodes)[number];

const kinds = new Map<ProblemCode, ProblemKind>(
  (Object.keys(codesByKind) as ProblemKind[]).flatMap((kind) => {
    const codes: readonly ProblemCode[] = codesByKind[kind];
    return codes.map((code) => [code, kind]);
  }),
);

export function kindOf(code: ProblemCode): ProblemKind {
  return kinds.get(code) ?? 'unexpected';
}

/** What a person solves by signing in or by mending the AWS configuration. */
export const signInCodes = [...codesByKind.signIn, 'profileNotFound', 'regionMissing'] as const satisfies ProblemCode[];

/** A failure a person can act on. Never holds a secret. */
export type Problem = {
  readonly code: ProblemCode;
  /** One sentence a developer understands. */
  readonly message: string;
  /** The one action that fixes it, as a sentence; null when waiting is all there is. */
  readonly advice: string | null;
  /** A shell command that carries the advice out; null when there is none. */
  readonly command: string | null;
  /** True when trying again later without any change can help. */
  readonly retryable: boolean;
};

export type Result<Value, Fault = Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Fault };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function failed<Fault>(error: Fault): { readonly ok: false; readonly error: Fault } {
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
