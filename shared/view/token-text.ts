import type { TokenState, TokenView } from '../contract/snapshot.ts';
import { longDuration, shortDuration } from './duration.ts';
import type { Mark } from './mark.ts';
import { momentText } from './moment.ts';

const marks: Readonly<Record<TokenState, Mark>> = {
  fresh: { word: 'Fresh', tone: 'ok' },
  expiring: { word: 'Expiring', tone: 'warn' },
  expired: { word: 'Expired', tone: 'bad' },
  refreshing: { word: 'Renewing', tone: 'busy' },
  signInNeeded: { word: 'Sign-in needed', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
  none: { word: 'No token', tone: 'off' },
};

/** A token's state as a word with its tone. */
export function tokenMark(state: TokenState): Mark {
  return marks[state];
}

/** True when the token stays away until a person does something. */
export function tokenNeedsPerson(token: TokenView): boolean {
  return token.state === 'signInNeeded' || token.state === 'failed' || token.state === 'expired';
}

/** What is left of a token: the fraction of its life, 0 to 1, and a label of at most four characters; null without a token. */
export type Remaining = { readonly fraction: number; readonly label: string; readonly words: string };

/** What a ring shows; `now` in milliseconds since 1970. */
export function tokenRemaining(token: TokenView, now: number): Remaining | null {
  if (token.expiresAt === null) return null;
  const expiresAt = Date.parse(token.expiresAt);
  const left = Math.max(0, expiresAt - now);
  // Without the start of its life, half is as wrong as anything else and at least not alarming.
  const life = token.issuedAt === null ? left * 2 : expiresAt - Date.parse(token.issuedAt);
  const fraction = life <= 0 ? 0 : Math.min(1, left / life);
  return { fraction, label: shortDuration(left), words: longDuration(left) };
}

/** The line below a token's name: whose it is and what happens next, or what is wrong. */
export function tokenDetail(token: TokenView, now: number, timeZone?: string): string {
  const owner = `profile ${token.profile}`;
  switch (token.state) {
    case 'signInNeeded':
    case 'failed':
      return token.error?.message ?? owner;
    case 'expired':
      return token.error?.message ?? `${owner} · ${expiry(token, now, timeZone, 'expired')}`;
    case 'refreshing':
      return `${owner} · renewing now`;
    case 'none':
      return `${owner} · ${token.refreshAt === null ? 'not fetched yet' : nextTry(token, now)}`;
    case 'expiring':
      return `${owner} · ${token.refreshAt === null ? expiry(token, now, timeZone, 'expires') : nextTry(token, now)}`;
    case 'fresh':
      return `${owner} · ${expiry(token, now, timeZone, 'expires')}${renewal(token, now, timeZone)}`;
    default:
      return token.state satisfies never;
  }
}

function expiry(token: TokenView, now: number, timeZone: string | undefined, verb: string): string {
  return token.expiresAt === null ? verb : `${verb} ${momentText(token.expiresAt, now, timeZone)}`;
}

function renewal(token: TokenView, now: number, timeZone: string | undefined): string {
  return token.refreshAt === null ? '' : `, refresh at ${momentText(token.refreshAt, now, timeZone)}`;
}

function nextTry(token: TokenView, now: number): string {
  const left = Date.parse(token.refreshAt ?? '') - now;
  if (left <= 0) return 'renewing now';
  return `${token.error === null ? 'renewing' : 'retrying'} in ${longDuration(left)}`;
}
