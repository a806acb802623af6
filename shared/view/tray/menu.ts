import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Page } from '../../contract/requests.ts';
import type { RequestName } from '../../contract/request-names.ts';
import type { SignInView } from '../../contract/sign-in.ts';
import type { BindingView, ProjectView, Snapshot, TokenView } from '../../contract/snapshot.ts';
import { bindingName } from '../binding-text.ts';
import { isGoingOn, sessionFor, signInProgress, signInTitle } from '../sign-in-text.ts';
import { profileCause } from '../standing/cause.ts';
import { headline } from '../standing/headline.ts';
import { counted } from '../standing/mark.ts';
import { momentText } from '../time/moment.ts';
import { keptTokens, needsHelp, needsPerson } from '../standing/need.ts';
import { isSnoozed } from './quiet.ts';
import { snoozeChoices } from './snooze-choices.ts';

export type MenuParams = Readonly<Record<string, unknown>>;

/** What choosing an item does: shows the window at a page, at a row of it, or where it was left; asks the engine; or quits. */
export type MenuAction =
  | { readonly kind: 'open'; readonly page: Page | null; readonly row: string | null }
  | { readonly kind: 'request'; readonly name: RequestName; readonly params: MenuParams }
  | { readonly kind: 'quit' };

export type MenuItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: MenuAction }
  /** Choosing it asks for the other state; it shows the new one when a snapshot says so. */
  | { readonly kind: 'check'; readonly label: string; readonly checked: boolean; readonly action: MenuAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly MenuItem[] };

/** More would make the menu taller than small screens. */
const TOKENS_SHOWN = 8;
const PROJECTS_SHOWN = 10;
/** Up to so many repositories stand in the menu itself; more get a submenu for each project. */
const REPOSITORIES_SHOWN = 6;

const open = action('Open CodeArtifact Tray', openAt(null));
const quit = action('Quit', { kind: 'quit' });

/** Before there is a snapshot. */
export const startingMenu: readonly MenuItem[] = [
  open,
  { kind: 'separator' },
  note('Starting'),
  { kind: 'separator' },
  quit,
];

/**
 * The tray's context menu. It offers what the popover offers, because on some Linux desktops it is all there is,
 * and names times of day instead of time left, so that an open menu stays true. `now` in milliseconds since 1970.
 */
export function menuModel(snapshot: Snapshot, now: number): readonly MenuItem[] {
  const { title, detail } = headline(snapshot, now, 'timeOfDay');
  const sections: readonly (readonly MenuItem[])[] = [
    [open],
    [note(title), note(detail), ...personItems(snapshot, now), ...tokenItems(snapshot, now)],
    projectItems(snapshot),
    [...changeItems(snapshot), snoozeItem(snapshot, now), pauseItem(snapshot)],
    [quit],
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : [{ kind: 'separator' } as const, ...section]));
}

/** One item for each session and each profile that waits for a person, in the words of what is wrong. */
function personItems(snapshot: Snapshot, now: number): readonly MenuItem[] {
  const items = new Map<string, MenuItem>();
  for (const token of keptTokens(snapshot).filter((candidate) => needsPerson(candidate, now))) {
    const cause = profileCause(token);
    const session = sessionFor(token, snapshot);
    if (session !== null) items.set(session.id, sessionItem(session, token));
    if (session !== null || cause === null || items.has(token.profile)) continue;
    items.set(token.profile, action(`${cause.title(token.profile)}…`, openAt('tokens', token.id)));
  }
  return [...items.values(), ...stuckItems(snapshot)];
}

/** Begins the sign-in; one that is going on, or wants a code, is seen in the window. */
function sessionItem(session: SignInView, { profile }: TokenView): MenuItem {
  const title = signInTitle(session);
  if (isGoingOn(session)) return action(`${title}: ${signInProgress(session)}`, openAt('tokens', session.id));
  if (session.way === 'mfa') return action(`${title}…`, openAt('tokens', session.id));
  return request(`${title}…`, 'signIn.start', { profile });
}

function stuckItems({ bindings }: Snapshot): readonly MenuItem[] {
  const stuck = bindings.filter(needsHelp);
  const [first, ...others] = stuck;
  if (first === undefined) return [];
  const isRefused = stuck.every((binding) => binding.state === 'refused');
  const what = isRefused ? 'refused' : 'not signed in';
  const one = isRefused ? 'what was refused' : 'what is not signed in';
  const label =
    others.length === 0 ? `Show ${one}…` : `Show the ${others.length + 1} that ${isRefused ? 'were' : 'are'} ${what}…`;
  return [action(label, openAt('projects', first.id))];
}

function tokenItems({ tokens }: Snapshot, now: number): readonly MenuItem[] {
  if (tokens.length === 0) return [];
  return [
    ...tokens.slice(0, TOKENS_SHOWN).map((token) => tokenItem(token, tokens, now)),
    ...more(tokens.length - TOKENS_SHOWN, 'tokens'),
    request('Refresh all', 'token.refreshAll', {}),
  ];
}

function tokenItem(token: TokenView, all: readonly TokenView[], now: number): MenuItem {
  const { domain, region, profile } = token;
  const isAlone = all.filter((other) => other.domain === domain && other.region === region).length === 1;
  return {
    kind: 'submenu',
    label: `${domain} (${isAlone ? region : `${region}, ${profile}`}): ${tokenStateText(token, now)}`,
    items: [
      note(`Profile ${token.profile}`),
      request('Refresh', 'token.refresh', { tokenId: token.id }),
      action('Show', openAt('tokens', token.id)),
    ],
  };
}

function projectItems({ projects, bindings }: Snapshot): readonly MenuItem[] {
  const used = projects
    .map((project) => ({ project, own: bindings.filter((binding) => binding.projectId === project.id) }))
    .filter(({ own }) => own.length > 0);
  const isShort = bindings.length <= REPOSITORIES_SHOWN;
  return [
    ...used
      .slice(0, PROJECTS_SHOWN)
      .flatMap(({ project, own }) =>
        isShort
          ? [note(projectLabel(project)), ...own.map(repositoryItem)]
          : [{ kind: 'submenu' as const, label: projectLabel(project), items: own.map(repositoryItem) }],
      ),
    ...more(used.length - PROJECTS_SHOWN, 'projects'),
  ];
}

function projectLabel({ id, name, displayPath }: ProjectView): string {
  return id === USER_LEVEL ? name : `${name} (${displayPath})`;
}

function repositoryItem(binding: BindingView): MenuItem {
  const scope = Object.keys(binding.options).length === 0 ? '' : ` ${binding.scopeText}`;
  const state =
    binding.state === 'pending'
      ? ', to be applied'
      : binding.state === 'refused'
        ? ', refused'
        : needsHelp(binding)
          ? ', not signed in'
          : '';
  return {
    kind: 'check',
    label: `${binding.client}: ${bindingName(binding)}${scope}${state}`,
    checked: binding.enabled,
    action: requestOf('binding.setEnabled', { bindingId: binding.id, enabled: !binding.enabled }),
  };
}

function changeItems({ plan }: Snapshot): readonly MenuItem[] {
  const changes = plan.changes.length;
  if (changes === 0) return [];
  return [action(`Preview ${counted(changes, 'change')}…`, openAt('preview'))];
}

function snoozeItem({ notifications }: Snapshot, now: number): MenuItem {
  const { snoozedUntil } = notifications;
  if (snoozedUntil !== null && isSnoozed(notifications, now)) {
    return request(`Notify again (snoozed until ${momentText(snoozedUntil, now)})`, 'notifications.snooze', {
      until: null,
    });
  }
  const items = snoozeChoices.map(({ until, text }) => request(text, 'notifications.snooze', { until }));
  return { kind: 'submenu', label: 'Notifications', items };
}

function pauseItem({ paused }: Snapshot): MenuItem {
  return request(paused ? 'Resume' : 'Pause', 'agent.setPaused', { paused: !paused });
}

/** What doesn't fit is in the window. */
function more(count: number, page: 'tokens' | 'projects'): readonly MenuItem[] {
  return count <= 0 ? [] : [action(`${count} more…`, openAt(page))];
}

function note(label: string): MenuItem {
  return { kind: 'note', label };
}

function action(label: string, chosen: MenuAction): MenuItem {
  return { kind: 'action', label, action: chosen };
}

function openAt(page: Page | null, row: string | null = null): MenuAction {
  return { kind: 'open', page, row };
}

function request(label: string, name: RequestName, params: MenuParams): MenuItem {
  return action(label, requestOf(name, params));
}

function requestOf(name: RequestName, params: MenuParams): MenuAction {
  return { kind: 'request', name, params };
}

function tokenStateText(token: TokenView, now: number): string {
  const { state, expiresAt } = token;
  const until = expiresAt === null || Date.parse(expiresAt) <= now ? '' : momentText(expiresAt, now);
  switch (state) {
    case 'fresh':
    case 'expiring':
      return until === '' ? 'expired' : `expires ${until}`;
    case 'refreshing':
      return 'refreshing now';
    case 'expired':
      return 'expired';
    case 'signInNeeded': {
      const cause = profileCause(token)?.short ?? 'sign in';
      return until === '' ? cause : `${cause}, expires ${until}`;
    }
    case 'failed':
      return until === '' ? 'could not be refreshed' : `could not be refreshed, expires ${until}`;
    case 'none':
      return 'not fetched yet';
    default:
      return state satisfies never;
  }
}
