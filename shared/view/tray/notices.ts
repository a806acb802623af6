import type { Page } from '../../contract/requests.ts';
import type { Snapshot, TokenView } from '../../contract/snapshot.ts';
import type { SignInView } from '../../contract/sign-in.ts';
import { isGoingOn, sessionFor, signInTitle, signInWaiters } from '../sign-in-text.ts';
import { profileCause } from '../standing/cause.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import { momentText } from '../time/moment.ts';
import { isClose, isLost, keptTokens, lifeLeft, needsPerson } from '../standing/need.ts';

/** Something that only a person can put right, said once. */
export type Notice = {
  /** The same problem has the same id, so that it is replaced and withdrawn, never stacked. */
  readonly id: string;
  /** `now` when something is already broken; a notice that goes from `soon` to `now` may be shown again at once. */
  readonly urgency: 'soon' | 'now';
  readonly title: string;
  readonly body: string;
  /** The very row of the window where it is put right. */
  readonly page: Page;
  readonly row: string | null;
  /** The profile whose sign-in a click begins; left out, it shows the row. */
  readonly signIn?: string;
  /** Ids of the notices that this one stands for. */
  readonly covers: readonly string[];
};

/** From so many notices on, one summary stands for all. */
const SUMMARY_FROM = 3;
/** As many of them as a small screen has room for. */
const SUMMARY_LINES = 4;

/** What a person has to know now, most urgent first; nothing while paused. `now` in milliseconds since 1970. */
export function noticesFor(snapshot: Snapshot, now: number): readonly Notice[] {
  const own = ownNotice(snapshot);
  const notices = snapshot.paused
    ? own
    : [...own, ...tokenNotices(snapshot, now), ...fileNotices(snapshot), ...doctorNotices(snapshot)];
  if (notices.length < SUMMARY_FROM) return notices;
  const urgency = notices.some((notice) => notice.urgency === 'now') ? 'now' : 'soon';
  const titles = notices.map((notice) => notice.title);
  const body = [
    ...titles.slice(0, SUMMARY_LINES),
    ...(titles.length > SUMMARY_LINES ? [`and ${titles.length - SUMMARY_LINES} more`] : []),
  ].join('\n');
  const page = notices.every((notice) => notice.page === 'projects') ? 'projects' : 'tokens';
  const covers = notices.map((notice) => notice.id);
  return [{ id: 'summary', urgency, title: `${notices.length} things need you`, body, page, row: null, covers }];
}

function ownNotice({ problem }: Snapshot): readonly Notice[] {
  if (problem === null) return [];
  return [
    {
      id: `app:${problem.code}`,
      urgency: 'now',
      title: 'CodeArtifact Tray needs you',
      body: sentences(problem),
      page: 'settings',
      row: null,
      covers: [],
    },
  ];
}

function tokenNotices(snapshot: Snapshot, now: number): readonly Notice[] {
  const urgent = keptTokens(snapshot).filter((token) => needsPerson(token, now) && isClose(token, now));
  const notices = new Map<string, Notice>();
  for (const token of urgent.toSorted((a, b) => lifeLeft(a, now) - lifeLeft(b, now))) {
    const session = sessionFor(token, snapshot);
    // Who is signing in already needs no word.
    if (session !== null && isGoingOn(session)) continue;
    const notice = sessionNotice(token, session, now) ?? profileNotice(token, now) ?? tokenNotice(token, now);
    // What is wrong with a profile is wrong for all its tokens: the one that ends first speaks for them.
    if (!notices.has(notice.id)) notices.set(notice.id, notice);
  }
  return [...notices.values()];
}

/** However many profiles wait for a session, they need one sign-in, which a click begins; a code is typed in the window. */
function sessionNotice(token: TokenView, session: SignInView | null, now: number): Notice | null {
  const notice = session === null ? null : profileNotice(token, now);
  if (session === null || notice === null) return null;
  const { id, way, profiles } = session;
  const by = deadline(token, now);
  const title = by === null ? signInTitle(session) : `${signInTitle(session)} before ${by}`;
  return {
    ...notice,
    ...(profiles.length === 1 ? {} : { title, body: `${notice.body} ${signInWaiters(session)}.` }),
    id: `signIn:${id}`,
    row: id,
    ...(way === 'mfa' ? {} : { signIn: token.profile }),
  };
}

function profileNotice(token: TokenView, now: number): Notice | null {
  const cause = profileCause(token);
  if (cause === null) return null;
  const title = cause.title(token.profile);
  const by = deadline(token, now);
  return {
    id: `${cause.code}:${token.profile}`,
    urgency: by === null ? 'now' : 'soon',
    // What is to be done has a time to be done by; what is wrong has none, but the token has.
    title: by !== null && cause.isSignIn ? `${title} before ${by}` : title,
    body: by === null || cause.isSignIn ? reason(token) : `${reason(token)} The token ends at ${by}.`,
    page: 'tokens',
    row: token.id,
    covers: [],
  };
}

function tokenNotice(token: TokenView, now: number): Notice {
  const by = deadline(token, now);
  return {
    id: `token:${token.id}`,
    urgency: by === null ? 'now' : 'soon',
    title: by === null ? `No valid token for ${token.domain}` : `The token for ${token.domain} ends at ${by}`,
    body: reason(token),
    page: 'tokens',
    row: token.id,
    covers: [],
  };
}

/** Until when there is time; null when package managers are refused already. */
function deadline(token: TokenView, now: number): string | null {
  return token.expiresAt === null || isLost(token, now) ? null : momentText(token.expiresAt, now);
}

function reason({ error }: TokenView): string {
  return error === null ? 'It was not refreshed in time.' : sentences(error);
}

function fileNotices({ bindings }: Snapshot): readonly Notice[] {
  const notices = new Map<string, Notice>();
  for (const binding of bindings.filter((candidate) => candidate.state === 'refused')) {
    const refused = binding.targets.filter((target) => target.state === 'refused');
    const files =
      refused.length > 0 ? refused : [{ path: binding.id, displayPath: `${binding.client} ${binding.repository}` }];
    for (const { path, displayPath } of files) {
      const body = binding.problem === null ? 'It was left as it is.' : sentences(binding.problem);
      // The first binding speaks for a file that several share.
      if (notices.has(path)) continue;
      notices.set(path, {
        id: `file:${path}`,
        urgency: 'soon',
        title: `${displayPath} was not updated`,
        body,
        page: 'projects',
        row: binding.id,
        covers: [],
      });
    }
  }
  return [...notices.values()];
}

/** What stands in the way of clients whose files are as they should be; one place may be in the way of several. */
function doctorNotices({ bindings, clients }: Snapshot): readonly Notice[] {
  const notices = new Map<string, Notice>();
  for (const binding of bindings.filter((candidate) => candidate.state === 'inSync')) {
    const wrong = binding.findings.find(({ severity }) => severity === 'wrong');
    if (wrong === undefined) continue;
    const { problem, origin } = wrong;
    const id = origin === null ? `doctor:${binding.id}` : `doctor:${problem.code}:${origin.name}:${origin.line}`;
    const title = clients.find(({ name }) => name === binding.client)?.title ?? binding.client;
    if (notices.has(id)) continue;
    notices.set(id, {
      id,
      urgency: 'soon',
      title: `${title} is not signed in to ${binding.domain}/${binding.repository}`,
      body: sentences(problem),
      page: 'projects',
      row: binding.id,
      covers: [],
    });
  }
  return [...notices.values()];
}

function sentences({ message, advice }: { readonly message: string; readonly advice: string | null }): string {
  return advice === null ? message : `${message} ${advice}`;
}

/** How a notice was shown last, when, and how often since its problem began: 0 once that was solved. */
export type Showing = Pick<Notice, 'urgency' | 'covers'> & { readonly at: number; readonly count: number };

/**
 * At once, again after 4 h, then daily; sooner when it got worse or grew, and 5 minutes after the last time when it was solved
 * in between. Times in milliseconds since 1970.
 */
export function isDue(notice: Notice, last: Showing | undefined, now: number): boolean {
  if (last === undefined) return true;
  if (notice.urgency === 'now' && last.urgency === 'soon') return true;
  if (notice.covers.some((id) => !last.covers.includes(id))) return true;
  return now - last.at >= (PAUSES[last.count] ?? 24 * HOUR);
}

/** By how often it was shown since the problem began. Milliseconds. */
const PAUSES: readonly number[] = [5 * MINUTE, 4 * HOUR];
