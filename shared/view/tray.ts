import type { Snapshot, TokenView } from '../contract/snapshot.ts';
import { shortDuration } from './duration.ts';
import { headline } from './headline.ts';
import { counted } from './mark.ts';

/** One shape each, so that nobody has to tell colours apart. */
export const trayIcons = ['ok', 'refreshing', 'attention', 'error', 'paused'] as const;
export type TrayIcon = (typeof trayIcons)[number];

export type TrayView = {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  /** Text beside the icon (macOS): the least time left while a token needs a person, empty otherwise. */
  readonly title: string;
};

/** How the tray looks. `now` in milliseconds since 1970. */
export function trayView(snapshot: Snapshot, now: number): TrayView {
  const { title, detail } = headline(snapshot, now);
  const pending = snapshot.plan.changes.length;
  const changes = pending === 0 ? [] : [`${counted(pending, 'change')} to apply`];
  return {
    icon: icon(snapshot, now),
    tooltip: [title, detail, ...changes].join('\n'),
    title: shortestLife(snapshot, now),
  };
}

function icon(snapshot: Snapshot, now: number): TrayIcon {
  const { tokens, bindings } = snapshot;
  if (snapshot.problem !== null || tokens.some((token) => isLost(token, now))) return 'error';
  const refused = bindings.some((binding) => binding.state === 'refused');
  if (refused || snapshot.plan.changes.length > 0 || tokens.some(isTroubled)) return 'attention';
  // Without a network nothing can be done and nobody is needed: dimmed, as when paused.
  if (snapshot.paused || tokens.some(isOffline)) return 'paused';
  return tokens.some((token) => token.state === 'refreshing') ? 'refreshing' : 'ok';
}

/** True when package managers are refused now for want of this token, and waiting for the network doesn't help. */
export function isLost(token: TokenView, now: number): boolean {
  if (isOffline(token) || token.state === 'none' || token.state === 'refreshing') return false;
  if (token.state === 'expired') return true;
  return isTroubled(token) && (token.expiresAt === null || Date.parse(token.expiresAt) <= now);
}

/** True when a renewal failed, or can't begin, for another reason than a missing network. */
export function isTroubled(token: TokenView): boolean {
  if (isOffline(token)) return false;
  return (
    token.state === 'signInNeeded' || token.state === 'failed' || (token.state !== 'refreshing' && token.error !== null)
  );
}

function isOffline(token: TokenView): boolean {
  return token.error?.code === 'offline';
}

function shortestLife({ tokens }: Snapshot, now: number): string {
  const ends = tokens
    .filter(isTroubled)
    .flatMap((token) => (token.expiresAt === null ? [] : [Date.parse(token.expiresAt)]));
  const left = Math.min(...ends) - now;
  return Number.isFinite(left) && left > 0 ? shortDuration(left) : '';
}
