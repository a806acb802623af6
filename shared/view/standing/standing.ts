import type { Snapshot } from '../../contract/snapshot.ts';
import { isLost, isOffline, keptTokens, needsHelp, needsPerson } from './need.ts';

/**
 * How things stand as a whole, the worst first. Icon, headline and menu all go by it, so that none says "signed in" beside
 * another's warning.
 *
 * - `broken`: the app or a package manager can't work until a person acts
 * - `needsPerson`: a person has to act, and still has time
 * - `paused`, `offline`: nothing is refreshed, and nobody is needed
 * - `empty`: nothing is switched on
 * - `unfetched`: a token that is wanted was never there yet
 * - `pending`: files wait for an apply
 * - `signedIn`: every package manager that is switched on is signed in
 */
export type Standing = 'broken' | 'needsPerson' | 'paused' | 'offline' | 'empty' | 'unfetched' | 'pending' | 'signedIn';

/** `now` in milliseconds since 1970. */
export function standingOf(snapshot: Snapshot, now: number): Standing {
  const { problem, bindings, plan, paused } = snapshot;
  const kept = keptTokens(snapshot);
  if (problem !== null || kept.some((token) => isLost(token, now))) return 'broken';
  if (bindings.some(needsHelp) || kept.some((token) => needsPerson(token, now))) return 'needsPerson';
  if (paused) return 'paused';
  if (kept.some(isOffline)) return 'offline';
  if (plan.changes.length === 0 && kept.length === 0) return 'empty';
  if (kept.some((token) => token.expiresAt === null)) return 'unfetched';
  return plan.changes.length > 0 ? 'pending' : 'signedIn';
}
