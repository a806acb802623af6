import type { FoundToken } from '../../contract/scan.ts';
import { readTokenTimes } from '../secrets/token.ts';

/** What may be shown of a token that stands somewhere. */
export function tokenView(token: string, now: number): FoundToken {
  const times = readTokenTimes(token);
  if (times === null) return { state: 'unknown', issuedAt: null, expiresAt: null };
  return {
    state: times.expiresAt > now ? 'fresh' : 'expired',
    issuedAt: new Date(times.issuedAt).toISOString(),
    expiresAt: new Date(times.expiresAt).toISOString(),
  };
}
