/** Failures that the SDK has no error for; the error table knows them by name. */
export type OwnErrorName = 'CaBundleUnreadable' | 'CallTimeout' | 'EndpointInvalid' | 'RefreshBusy' | 'UnusableAnswer';

export function ownError(name: OwnErrorName, message: string): Error {
  return Object.assign(new Error(message), { name });
}
