/** Where a browser may be sent back to: a listener on this machine, as the AWS CLI has it. Registered without a port. */
export const CALLBACK = /^http:\/\/127\.0\.0\.1(?::\d+)?\/oauth\/callback$/;

/** Whether a registered address covers the one that is asked for, whose port is the listener's (RFC 8252, section 7.3). */
export function isRegistered(registered: readonly string[], asked: string): boolean {
  return CALLBACK.test(asked) && registered.some((uri) => withoutPort(uri) === withoutPort(asked));
}

function withoutPort(uri: string): string {
  return uri.replace(/:\d+\//, '/');
}
