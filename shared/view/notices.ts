import type { Snapshot, TokenView } from '../contract/snapshot.ts';
import { momentText } from './moment.ts';
import { isLost, isTroubled } from './tray.ts';

/** Something that only a person can put right, said once. */
export type Notice = {
  /** The same problem has the same id, so that it is replaced and withdrawn, never stacked. */
  readonly id: string;
  /** `now` when something is already broken; a notice that goes from `soon` to `now` may be shown again at once. */
  readonly urgency: 'soon' | 'now';
  readonly title: string;
  readonly body: string;
  /** Where in the window it is put right. */
  readonly route: string;
};

const HOUR = 3_600_000;
/** From so many notices on, one summary stands for all. */
const SUMMARY_FROM = 3;

/** What a person has to know now, most urgent first; nothing while paused. `now` in milliseconds since 1970. */
export function noticesFor(snapshot: Snapshot, now: number): readonly Notice[] {
  const own = ownNotice(snapshot);
  const notices = snapshot.paused ? own : [...own, ...tokenNotices(snapshot, now), ...fileNotices(snapshot)];
  if (notices.length < SUMMARY_FROM) return notices;
  const urgency = notices.some((notice) => notice.urgency === 'now') ? 'now' : 'soon';
  const body = notices.map((notice) => notice.title).join('\n');
  return [{ id: 'summary', urgency, title: `${notices.length} things need you`, body, route: '#/tokens' }];
}

function ownNotice({ problem }: Snapshot): readonly Notice[] {
  if (problem === null) return [];
  return [
    {
      id: `app:${problem.code}`,
      urgency: 'now',
      title: 'CodeArtifact Tray needs you',
      body: sentences(problem),
      route: '#/settings',
    },
  ];
}

function tokenNotices({ tokens }: Snapshot, now: number): readonly Notice[] {
  const urgent = tokens
    .filter((token) => isTroubled(token) || isLost(token, now))
    .filter((token) => isClose(token, now));
  const notices = new Map<string, Notice>();
  for (const token of urgent.sort((a, b) => lifeLeft(a, now) - lifeLeft(b, now))) {
    const notice = tokenNotice(token, now);
    // One sign-in serves every token of a profile: the one that ends first speaks for all.
    if (!notices.has(notice.id)) notices.set(notice.id, notice);
  }
  return [...notices.values()];
}

/** Worth a notice when less than an hour or a tenth of the token's life is left. */
function isClose(token: TokenView, now: number): boolean {
  const left = lifeLeft(token, now);
  const life =
    token.issuedAt === null || token.expiresAt === null ? 0 : Date.parse(token.expiresAt) - Date.parse(token.issuedAt);
  return left < HOUR || left < life / 10;
}

function lifeLeft({ expiresAt }: TokenView, now: number): number {
  return expiresAt === null ? 0 : Date.parse(expiresAt) - now;
}

function tokenNotice(token: TokenView, now: number): Notice {
  const lost = isLost(token, now);
  const deadline = token.expiresAt === null || lost ? '' : ` before ${momentText(token.expiresAt, now)}`;
  const signIn = token.state === 'signInNeeded' || token.error?.code === 'signInNeeded';
  return {
    id: signIn ? `sign-in:${token.profile}` : `token:${token.id}`,
    urgency: lost ? 'now' : 'soon',
    title: signIn ? `Sign in as ${token.profile}${deadline}` : tokenTitle(token, lost, now),
    body: token.error === null ? 'It was not renewed in time.' : sentences(token.error),
    route: '#/tokens',
  };
}

function tokenTitle({ domain, expiresAt }: TokenView, lost: boolean, now: number): string {
  if (lost || expiresAt === null) return `No valid token for ${domain}`;
  return `The token for ${domain} ends at ${momentText(expiresAt, now)}`;
}

function fileNotices({ bindings }: Snapshot): readonly Notice[] {
  const notices = new Map<string, Notice>();
  for (const binding of bindings.filter((candidate) => candidate.state === 'refused')) {
    const refused = binding.targets.filter((target) => target.state === 'refused');
    const files =
      refused.length > 0 ? refused : [{ path: binding.id, displayPath: `${binding.client} ${binding.repository}` }];
    for (const { path, displayPath } of files) {
      const body = binding.problem === null ? 'It was left as it is.' : sentences(binding.problem);
      notices.set(path, {
        id: `file:${path}`,
        urgency: 'soon',
        title: `${displayPath} was not updated`,
        body,
        route: '#/projects',
      });
    }
  }
  return [...notices.values()];
}

function sentences({ message, advice }: { readonly message: string; readonly advice: string | null }): string {
  return advice === null ? message : `${message} ${advice}`;
}

/** When a notice was last shown, and how often since its problem began: 0 once that was solved. */
export type Showing = { readonly at: number; readonly count: number; readonly urgency: Notice['urgency'] };

/** At once, again after 4 h, then daily; sooner only when it got worse. Times in milliseconds since 1970. */
export function isDue(notice: Notice, last: Showing | undefined, now: number): boolean {
  if (last === undefined) return true;
  if (notice.urgency === 'now' && last.urgency === 'soon') return true;
  return now - last.at >= (last.count <= 1 ? 4 * HOUR : 24 * HOUR);
}
