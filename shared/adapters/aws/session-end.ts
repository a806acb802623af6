import type { Environment } from '../../ports/host.ts';
import { readMfaSession } from './sign-in/mfa-session.ts';
import { readSsoToken } from './sign-in/sso-cache.ts';
import type { SignInTargets } from './sign-in/target.ts';

/**
 * When a person has to sign in again: milliseconds since 1970 for a session that nothing refreshes, `unknown` where it is
 * refreshed silently until the organisation ends it, undefined where no person signs in.
 */
export async function sessionEnd(
  environment: Environment,
  { end, mfa }: SignInTargets,
): Promise<number | 'unknown' | undefined> {
  // The SDK is shown its keys as any others, and so does not tell their end.
  if (mfa !== null) return (await readMfaSession(environment, mfa.role))?.expiresAt;
  if (end?.way !== 'sso') return end === null ? undefined : 'unknown';
  const token = await readSsoToken(environment, end.cacheId);
  return token === null || token.refreshToken !== undefined ? 'unknown' : Date.parse(token.expiresAt);
}
