import type { Snapshot, TokenView } from '../../contract/snapshot.ts';
import { longDuration, MINUTE } from '../time/duration.ts';
import { counted } from './mark.ts';
import { momentText } from '../time/moment.ts';
import { keptTokens, needsHelp, needsPerson } from './need.ts';
import { standingOf } from './standing.ts';

export type Headline = { readonly title: string; readonly detail: string };

/** How the next event is named: by the time left, for a page that counts along, or by the time of day, for what stays as it is. */
type When = 'timeLeft' | 'timeOfDay';

/** The one sentence that says how things stand, and the next event. `now` in milliseconds since 1970. */
export function headline(snapshot: Snapshot, now: number, when: When = 'timeLeft'): Headline {
  return { title: title(snapshot, now), detail: detail(snapshot, now, when) };
}

function title(snapshot: Snapshot, now: number): string {
  const standing = standingOf(snapshot, now);
  switch (standing) {
    case 'broken':
    case 'needsPerson':
      return need(snapshot, now);
    case 'paused':
      return 'Paused';
    case 'offline':
      return 'Offline';
    case 'empty':
      return snapshot.bindings.length === 0 ? 'Nothing to keep yet' : 'Nothing is switched on';
    case 'unfetched':
      return unfetched(keptTokens(snapshot));
    case 'pending':
      return `${counted(snapshot.plan.changes.length, 'change')} to apply`;
    case 'signedIn':
      return 'All signed in';
    default:
      return standing satisfies never;
  }
}

function need(snapshot: Snapshot, now: number): string {
  if (snapshot.problem !== null) return 'Settings need you';
  const waiting = keptTokens(snapshot).filter((token) => needsPerson(token, now));
  const profiles = new Set(waiting.filter((token) => token.state === 'signInNeeded').map((token) => token.profile));
  if (profiles.size > 0) return profiles.size === 1 ? '1 profile needs you' : `${profiles.size} profiles need you`;
  if (waiting.length > 0) return `${counted(waiting.length, 'token')} could not be refreshed`;
  const stuck = snapshot.bindings.filter(needsHelp).length;
  return stuck === 1 ? '1 binding needs you' : `${stuck} bindings need you`;
}

function unfetched(kept: readonly TokenView[]): string {
  const missing = kept.filter((token) => token.expiresAt === null);
  return missing.length === kept.length
    ? 'No token fetched yet'
    : `${counted(missing.length, 'token')} not fetched yet`;
}

function detail(snapshot: Snapshot, now: number, when: When): string {
  if (snapshot.problem !== null) return 'Nothing is refreshed until they can be read';
  const kept = keptTokens(snapshot);
  if (kept.length === 0) {
    return snapshot.bindings.length === 0
      ? 'Add a project and switch a repository on'
      : 'Switch a repository on and its token is kept';
  }
  const fresh = kept.filter(
    (token) => token.expiresAt !== null && ['fresh', 'refreshing'].includes(token.state),
  ).length;
  const count = `${fresh} of ${counted(kept.length, 'token')} fresh`;
  if (snapshot.paused) return `${count} · nothing is refreshed while paused`;
  if (kept.some((token) => token.state === 'refreshing')) return `${count} · refreshing now`;
  const next = kept
    .flatMap(({ refreshAt }) => (refreshAt === null ? [] : [Date.parse(refreshAt)]))
    .sort((a, b) => a - b)[0];
  if (next === undefined) return count;
  if (next <= now) return `${count} · refreshing now`;
  const moment = when === 'timeLeft' ? `in ${untilRefresh(next - now)}` : momentText(new Date(next).toISOString(), now);
  return `${count} · next refresh ${moment}`;
}

/** Never in seconds: a sentence that changes each of them lays out the page each time, and nobody has to wait for this one. */
function untilRefresh(milliseconds: number): string {
  return milliseconds < MINUTE ? 'less than a minute' : longDuration(milliseconds);
}
