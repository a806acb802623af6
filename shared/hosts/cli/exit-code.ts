import type { ProblemCode } from '../../contract/problem.ts';

const SIGN_IN = 3;
const DENIED = 4;
const NOT_FOUND = 5;
const TRY_AGAIN = 6;
const REFUSED = 7;

/** 0 done · 1 unexpected · 2 usage · 3 sign-in needed · 4 access denied · 5 not found · 6 network or throttling · 7 refused or conflict. */
const exitCodes: Readonly<Record<ProblemCode, number>> = {
  unexpected: 1,
  invalidInput: 2,
  signInNeeded: SIGN_IN,
  credentialsMissing: SIGN_IN,
  credentialsInvalid: SIGN_IN,
  credentialProcessFailed: SIGN_IN,
  mfaNeeded: SIGN_IN,
  profileNotFound: NOT_FOUND,
  profileInvalid: SIGN_IN,
  regionMissing: 2,
  accessDenied: DENIED,
  roleDenied: DENIED,
  domainNotFound: NOT_FOUND,
  repositoryNotFound: NOT_FOUND,
  projectNotFound: NOT_FOUND,
  bindingNotFound: NOT_FOUND,
  tokenNotFound: NOT_FOUND,
  offline: TRY_AGAIN,
  timeout: TRY_AGAIN,
  throttled: TRY_AGAIN,
  serviceUnavailable: TRY_AGAIN,
  intercepted: TRY_AGAIN,
  certificateUntrusted: TRY_AGAIN,
  proxyRefused: TRY_AGAIN,
  clockWrong: TRY_AGAIN,
  fileInvalid: REFUSED,
  fileUnreadable: REFUSED,
  fileNotWritable: REFUSED,
  fileBusy: REFUSED,
  diskFull: REFUSED,
  secretInGit: REFUSED,
  envManaged: REFUSED,
  valueEncrypted: REFUSED,
  noVirtualEnvironment: REFUSED,
  clientUnknown: 2,
  registryMissing: REFUSED,
  registryShadowed: REFUSED,
  credentialMissing: REFUSED,
  credentialShadowed: REFUSED,
  tokenStale: REFUSED,
  variableUnset: REFUSED,
  changedByUser: REFUSED,
  notRestorable: REFUSED,
  entryConflict: REFUSED,
  planChanged: REFUSED,
  locked: REFUSED,
  settingsInvalid: REFUSED,
  nothingToUndo: REFUSED,
};

export function exitCodeOf(code: ProblemCode): number {
  return exitCodes[code];
}
