import type { Problem } from '../../contract/problem.ts';
import type { BindingView, Snapshot, TokenView } from '../../contract/snapshot.ts';
import { profileCause } from './cause.ts';

const HOUR = 3_600_000;

/** Tokens that something switched on needs. One whose bindings are all off may rest, whatever its state. */
export function keptTokens({ tokens, bindings }: Pick<Snapshot, 'tokens' | 'bindings'>): readonly TokenView[] {
  return tokens.filter((token) => {
    const uses = bindings.filter((binding) => binding.tokenId === token.id);
    return uses.length === 0 || uses.some((binding) => binding.enabled);
  });
}

/** True when a person has to act so that the token is refreshed: waiting won't do, or not in time. `now` in milliseconds since 1970. */
export function needsPerson(token: TokenView, now: number): boolean {
  if (isOffline(token)) return false;
  if (token.state === 'expired' || profileCause(token) !== null) return true;
  // While it is tried again, what was wrong before still counts: nothing may jump to and fro.
  return token.error !== null && (!token.error.retryable || isClose(token, now));
}

/** True when package managers are refused now for want of this token, and waiting for the network doesn't help. */
export function isLost(token: TokenView, now: number): boolean {
  if (!needsPerson(token, now)) return false;
  return token.state === 'expired' || token.expiresAt === null || Date.parse(token.expiresAt) <= now;
}

/** True when less than an hour or a tenth of the token's life is left. */
export function isClose(token: TokenView, now: number): boolean {
  const left = lifeLeft(token, now);
  const life =
    token.issuedAt === null || token.expiresAt === null ? 0 : Date.parse(token.expiresAt) - Date.parse(token.issuedAt);
  return left < HOUR || left < life / 10;
}

/** Milliseconds until the token ends; 0 without one. */
export function lifeLeft({ expiresAt }: TokenView, now: number): number {
  return expiresAt === null ? 0 : Date.parse(expiresAt) - now;
}

/** Failures for want of a network. */
const OFFLINE: readonly (Problem['code'] | undefined)[] = [
  'offline',
  'connectionLost',
  'credentialProcessOffline',
  // Often that of a company, out of reach at home.
  'proxyUnreachable',
];

/** True when the last attempt failed for want of a network: nothing can be done, and nobody is needed. */
export function isOffline(token: TokenView): boolean {
  return OFFLINE.includes(token.error?.code);
}

/** What keeps a switched-on binding's client from being signed in until a person acts; null when nothing does, or an apply comes first. */
export function obstacleOf({ state, problem, findings }: BindingView): Problem | null {
  if (state === 'refused') return problem;
  if (state !== 'inSync') return null;
  return findings.find(({ severity }) => severity === 'wrong')?.problem ?? null;
}

/** True for a binding that was refused, or whose client won't be signed in although every file is as it should be. */
export function needsHelp(binding: BindingView): boolean {
  return binding.state === 'refused' || obstacleOf(binding) !== null;
}
