import { ownError } from './errors/own.ts';

type Answer = { readonly authorizationToken?: string | undefined; readonly expiration?: Date | undefined };

/** CodeArtifact's tokens live 12 hours at most; the rest is for clocks. Milliseconds. */
const LONGEST_LIFE = 24 * 60 * 60 * 1000;

/**
 * What was answered for a token, with its end by our clock, which the service's is `ahead` of. Throws `UnusableAnswer` for what is none: the SDK takes
 * `{}` for a success; a token is written into config files, so it must not hold their syntax; and one that has ended already, or
 * that ends when none does, is a cache's or a mistake, and would take the place of one that lives.
 */
export function usableToken({ authorizationToken = '', expiration }: Answer, ahead: number) {
  // The clock that the SDK has compared the service's with.
  const now = Date.now();
  const expiresAt = (expiration?.getTime() ?? Number.NaN) - ahead;
  const isUsable = /^[A-Za-z0-9_.-]+$/.test(authorizationToken) && expiresAt > now && expiresAt < now + LONGEST_LIFE;
  if (!isUsable) throw ownError('UnusableAnswer', 'no usable token');
  return { token: authorizationToken, expiresAt };
}
