import type { Page } from '../../contract/requests.ts';
import type { BindingView, Snapshot, TokenView } from '../../contract/snapshot.ts';
import type { SignInView } from '../../contract/sign-in.ts';
import { isGoingOn, sessionFor, signInTitle, signInWaiters } from '../sign-in-text.ts';
import { profileCause } from '../standing/cause.ts';
import { momentText } from '../time/moment.ts';
import { isClose, isLost, keptTokens, lifeLeft, needsPerson } from '../standing/need.ts';

/** Something that only a person can put right, said once. */
export type Notice = {
  /** The same problem has the same id, so that it is replaced and withdrawn, never stacked. */
  readonly id: string;
  readonly kind: 'app' | 'signIn' | 'token' | 'file' | 'changed' | 'client';
  /** `now` when something is already broken; a notice that goes from `soon` to `now` may be shown again at once. */
  readonly urgency: 'soon' | 'now';
  readonly title: string;
  readonly body: string;
  /** The very row of the window where it is put right. */
  readonly page: Page;
  readonly row: string | null;
  /** The profile whose sign-in a click begins; left out, it shows the row. */
  readonly signIn?: string;
  /** Switched-on repositories that are not to be had without it, `domain/repository`. */
  readonly repositories: readonly string[];
};

/** What a person has to know now: the app's own problem, and unless paused tokens by their end, then files. `now` in milliseconds since 1970. */
export function noticesFor(snapshot: Snapshot, now: number): readonly Notice[] {
  const own = ownNotice(snapshot);
  return snapshot.paused
    ? own
    : [...own, ...tokenNotices(snapshot, now), ...fileNotices(snapshot), ...doctorNotices(snapshot)];
}

function ownNotice({ problem }: Snapshot): readonly Notice[] {
  if (problem === null) return [];
  return [
    {
      id: `app:${problem.code}`,
      kind: 'app',
      urgency: 'now',
      title: 'CodeArtifact Tray needs you',
      body: sentences(problem),
      page: 'settings',
      row: null,
      repositories: [],
    },
  ];
}

function tokenNotices(snapshot: Snapshot, now: number): readonly Notice[] {
  const urgent = keptTokens(snapshot).filter((token) => needsPerson(token, now) && isClose(token, now));
  const notices = new Map<string, Notice>();
  const waiting = repositoriesByToken(snapshot);
  for (const token of urgent.toSorted((a, b) => lifeLeft(a, now) - lifeLeft(b, now))) {
    const session = sessionFor(token, snapshot);
    // Who is signing in already needs no word.
    if (session !== null && isGoingOn(session)) continue;
    const notice = sessionNotice(token, session, now) ?? profileNotice(token, now) ?? tokenNotice(token, now);
    // What is wrong with a profile is wrong for all its tokens: the one that ends first speaks for them.
    const first = notices.get(notice.id) ?? notice;
    notices.set(notice.id, { ...first, repositories: [...first.repositories, ...(waiting.get(token.id) ?? [])] });
  }
  return [...notices.values()];
}

function repositoriesByToken({ bindings }: Snapshot): ReadonlyMap<string, readonly string[]> {
  const enabled = Map.groupBy(
    bindings.filter((binding) => binding.enabled),
    ({ tokenId }) => tokenId,
  );
  return new Map([...enabled].map(([tokenId, ofToken]) => [tokenId, ofToken.map(repositoryOf)]));
}

function repositoryOf({ domain, repository }: BindingView): string {
  return `${domain}/${repository}`;
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
    kind: cause.isSignIn ? 'signIn' : 'token',
    urgency: by === null ? 'now' : 'soon',
    // What is to be done has a time to be done by; what is wrong has none, but the token has.
    title: by !== null && cause.isSignIn ? `${title} before ${by}` : title,
    body: by === null || cause.isSignIn ? reason(token) : `${reason(token)} The token ends at ${by}.`,
    page: 'tokens',
    row: token.id,
    repositories: [],
  };
}

function tokenNotice(token: TokenView, now: number): Notice {
  const by = deadline(token, now);
  return {
    id: `token:${token.id}`,
    kind: 'token',
    urgency: by === null ? 'now' : 'soon',
    title: by === null ? `No valid token for ${token.domain}` : `The token for ${token.domain} ends at ${by}`,
    body: reason(token),
    page: 'tokens',
    row: token.id,
    repositories: [],
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
  const isChangedByUser = ({ problem }: BindingView) => problem?.code === 'changedByUser';
  for (const binding of bindings.filter((one) => one.state === 'refused' || isChangedByUser(one))) {
    const states = isChangedByUser(binding) ? ['refused', 'pending'] : ['refused'];
    const refused = binding.targets.filter((target) => states.includes(target.state));
    const files =
      refused.length > 0 ? refused : [{ path: binding.id, displayPath: `${binding.client} ${binding.repository}` }];
    for (const { path, displayPath } of files) {
      const isChanged = isChangedByUser(binding);
      const body = binding.problem === null ? 'It was left as it is.' : sentences(binding.problem);
      // The first binding speaks for a file that several share.
      if (notices.has(path)) continue;
      notices.set(path, {
        id: `file:${path}`,
        kind: isChanged ? 'changed' : 'file',
        urgency: 'soon',
        title: isChanged ? `${displayPath} was changed` : `${displayPath} was not updated`,
        body,
        page: 'projects',
        row: binding.id,
        repositories: [repositoryOf(binding)],
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
      kind: 'client',
      urgency: 'soon',
      title: `${title} is not signed in to ${binding.domain}/${binding.repository}`,
      body: sentences(problem),
      page: 'projects',
      row: binding.id,
      repositories: [repositoryOf(binding)],
    });
  }
  return [...notices.values()];
}

function sentences({ message, advice }: { readonly message: string; readonly advice: string | null }): string {
  return advice === null ? message : `${message} ${advice}`;
}
