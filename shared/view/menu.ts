import type { RequestName } from '../contract/request-names.ts';
import type { Snapshot, TokenView } from '../contract/snapshot.ts';
import { headline } from './headline.ts';
import { counted } from './mark.ts';
import { momentText } from './moment.ts';

/** What choosing an item does: shows the window at a route, or where it was left, asks the engine, or quits. */
export type MenuAction =
  | { readonly kind: 'open'; readonly route: string | null }
  | { readonly kind: 'request'; readonly name: RequestName; readonly params: Readonly<Record<string, unknown>> }
  | { readonly kind: 'quit' };

export type MenuItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: MenuAction };

/** More would make the menu taller than small screens. */
const TOKENS_SHOWN = 8;

/**
 * The tray's context menu. It offers what the popover offers, because on some Linux desktops it is all there is,
 * and names times of day instead of time left, so that an open menu stays true. `now` in milliseconds since 1970.
 */
export function menuModel(snapshot: Snapshot, now: number): readonly MenuItem[] {
  const { tokens, plan } = snapshot;
  const changes = plan.changes.length;
  return [
    action('Open CodeArtifact Tray', { kind: 'open', route: null }),
    { kind: 'separator' },
    { kind: 'note', label: headline(snapshot, now).title },
    ...tokens
      .slice(0, TOKENS_SHOWN)
      .map((token) => action(tokenLabel(token, now), { kind: 'open', route: '#/tokens' })),
    ...(tokens.length > TOKENS_SHOWN
      ? [{ kind: 'note', label: `and ${tokens.length - TOKENS_SHOWN} more` } as const]
      : []),
    { kind: 'separator' },
    ...(tokens.length > 0 ? [request('Refresh all', 'token.refreshAll', {})] : []),
    ...(changes > 0
      ? [
          action(`Preview ${counted(changes, 'change')}…`, {
            kind: 'open',
            route: '#/preview',
          }),
        ]
      : []),
    snapshot.paused
      ? request('Resume', 'agent.setPaused', { paused: false })
      : request('Pause', 'agent.setPaused', { paused: true }),
    { kind: 'separator' },
    action('Quit', { kind: 'quit' }),
  ];
}

function action(label: string, chosen: MenuAction): MenuItem {
  return { kind: 'action', label, action: chosen };
}

function request(label: string, name: RequestName, params: Readonly<Record<string, unknown>>): MenuItem {
  return action(label, { kind: 'request', name, params });
}

function tokenLabel(token: TokenView, now: number): string {
  return `${token.domain} (${token.region}): ${tokenStanding(token, now)}`;
}

function tokenStanding({ state, expiresAt }: TokenView, now: number): string {
  const until = expiresAt === null || Date.parse(expiresAt) <= now ? '' : momentText(expiresAt, now);
  switch (state) {
    case 'fresh':
    case 'expiring':
      return until === '' ? 'expired' : `expires ${until}`;
    case 'refreshing':
      return 'renewing now';
    case 'expired':
      return 'expired';
    case 'signInNeeded':
      return until === '' ? 'sign in' : `sign in before ${until}`;
    case 'failed':
      return until === '' ? 'could not be renewed' : `could not be renewed, expires ${until}`;
    case 'none':
      return 'not fetched yet';
    default:
      return state satisfies never;
  }
}
