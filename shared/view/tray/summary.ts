import type { Notice } from './notices.ts';

/** From so many notices on, one summary stands for all. */
export const SUMMARY_FROM = 3;
/** As many of them as a small screen has room for. */
const SUMMARY_LINES = 4;

/** One notice for several. */
export function summaryOf(notices: readonly Notice[]): Notice {
  const titles = notices.map((notice) => notice.title);
  const rest = titles.length - SUMMARY_LINES;
  return {
    id: 'summary',
    kind: notices[0]?.kind ?? 'app',
    urgency: notices.some((notice) => notice.urgency === 'now') ? 'now' : 'soon',
    title: summaryTitle(notices),
    body: [...titles.slice(0, SUMMARY_LINES), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'),
    page: notices.every((notice) => notice.page === 'projects') ? 'projects' : 'tokens',
    row: null,
    repositories: [...new Set(notices.flatMap(({ repositories }) => repositories))],
  };
}

/** By what they have in common. */
function summaryTitle(notices: readonly Notice[]): string {
  const isAll = (kind: Notice['kind']) => notices.every((notice) => notice.kind === kind);
  const repositories = new Set(notices.flatMap((notice) => notice.repositories)).size;
  if (isAll('signIn') && repositories > 1) return `${repositories} repositories need a sign-in`;
  if (isAll('file')) return `${notices.length} files were not updated`;
  if (isAll('changed')) return `${notices.length} files were changed`;
  return `${notices.length} things need you`;
}
