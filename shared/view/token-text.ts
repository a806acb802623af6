import type { TokenState, TokenView } from '../contract/snapshot.ts';
import { profileCause } from './standing/cause.ts';
import { longDuration, shortDuration } from './time/duration.ts';
import type { Mark } from './standing/mark.ts';
import { momentText } from './time/moment.ts';

const marks: Readonly<Record<TokenState, Mark>> = {
  fresh: { word: 'Fresh', tone: 'ok' },
  expiring: { word: 'Expiring', tone: 'warn' },
  expired: { word: 'Expired', tone: 'bad' },
  refreshing: { word: 'Refreshing', tone: 'busy' },
  signInNeeded: { word: 'Sign-in needed', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
  none: { word: 'No token', tone: 'off' },
};

/** A token's state as a word with its tone. */
export function tokenMark(token: Pick<TokenView, 'state' | 'error'>): Mark {
  const isSignIn = token.state !== 'signInNeeded' || (profileCause(token)?.isSignIn ?? true);
  return isSignIn ? marks[token.state] : { word: 'Needs you', tone: 'bad' };
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
  if (saysWhatIsWrong(token)) return token.error.message;
  const refresh =
    token.state === 'fresh' && token.refreshAt !== null
      ? `, refresh at ${momentText(token.refreshAt, now, timeZone)}`
      : '';
  return `profile ${token.profile} · ${next(token, now, timeZone)}${refresh}`;
}

/** The same as one short line, for the popover; what is wrong may be longer. */
export function tokenBrief(token: TokenView, now: number, timeZone?: string): string {
  return saysWhatIsWrong(token) ? token.error.message : `${token.profile} · ${next(token, now, timeZone)}`;
}

type Failed = TokenView & { readonly error: NonNullable<TokenView['error']> };

function saysWhatIsWrong(token: TokenView): token is Failed {
  return token.error !== null && ['signInNeeded', 'failed', 'expired'].includes(token.state);
}

function next(token: TokenView, now: number, timeZone: string | undefined): string {
  switch (token.state) {
    case 'signInNeeded':
      return 'sign-in needed';
    case 'failed':
      return 'could not be refreshed';
    case 'expired':
      return expiry(token, now, timeZone, 'expired');
    case 'refreshing':
      return 'refreshing now';
    case 'none':
      return token.refreshAt === null ? 'not fetched yet' : nextTry(token, now);
    case 'expiring':
      return token.refreshAt === null ? expiry(token, now, timeZone, 'expires') : nextTry(token, now);
    case 'fresh':
      return expiry(token, now, timeZone, 'expires');
    default:
      return token.state satisfies never;
  }
}

function expiry(token: TokenView, now: number, timeZone: string | undefined, verb: string): string {
  return token.expiresAt === null ? verb : `${verb} ${momentText(token.expiresAt, now, timeZone)}`;
}

function nextTry(token: TokenView, now: number): string {
  const left = Date.parse(token.refreshAt ?? '') - now;
  if (left <= 0) return 'refreshing now';
  return `${token.error === null ? 'refreshing' : 'retrying'} in ${longDuration(left)}`;
}
