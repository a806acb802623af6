import type { Snapshot } from '../../contract/snapshot.ts';
import { shortDuration } from '../time/duration.ts';
import { headline } from '../standing/headline.ts';
import { counted } from '../standing/mark.ts';
import { keptTokens, lifeLeft, needsPerson } from '../standing/need.ts';
import { standingOf, type Standing } from '../standing/standing.ts';

/** One shape each, so that nobody has to tell colours apart. */
export const trayIcons = ['ok', 'refreshing', 'pending', 'attention', 'error', 'paused'] as const;
export type TrayIcon = (typeof trayIcons)[number];

export type TrayView = {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  /** Text beside the icon (macOS): the least time left while a token needs a person, empty otherwise. */
  readonly title: string;
};

/** Before there is a snapshot: the icon comes first, the engine and its files take a moment longer. */
export const startingView: TrayView = { icon: 'paused', tooltip: 'CodeArtifact Tray\nStarting', title: '' };

/** How the tray looks. `now` in milliseconds since 1970. */
export function trayView(snapshot: Snapshot, now: number): TrayView {
  const { title, detail } = headline(snapshot, now, 'timeOfDay');
  const standing = standingOf(snapshot, now);
  const pending = snapshot.plan.changes.length;
  const changes = pending === 0 || standing === 'pending' ? [] : [`${counted(pending, 'change')} to apply`];
  return {
    icon: icon(standing, snapshot),
    tooltip: [title, detail, ...changes].join('\n'),
    title: shortestLife(snapshot, now),
  };
}

function icon(standing: Standing, snapshot: Snapshot): TrayIcon {
  switch (standing) {
    case 'broken':
      return 'error';
    case 'needsPerson':
      return 'attention';
    case 'paused':
    case 'offline':
    case 'empty':
      return 'paused';
    case 'unfetched':
      return 'refreshing';
    case 'pending':
    case 'signedIn': {
      const refreshing = keptTokens(snapshot).some((token) => token.state === 'refreshing');
      if (refreshing) return 'refreshing';
      return standing === 'pending' ? 'pending' : 'ok';
    }
    default:
      return standing satisfies never;
  }
}

function shortestLife(snapshot: Snapshot, now: number): string {
  const lives = keptTokens(snapshot)
    .filter((token) => needsPerson(token, now))
    .map((token) => lifeLeft(token, now))
    .filter((left) => left > 0);
  return lives.length === 0 ? '' : shortDuration(Math.min(...lives));
}
