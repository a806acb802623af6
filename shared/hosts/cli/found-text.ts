import { visibleLine } from '../../view/plain-text.ts';
import type { Origin } from '../../contract/doctor.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FoundLine, FoundLogin, FoundToken, ScanReport } from '../../contract/scan.ts';
import type { PlanView } from '../../contract/snapshot.ts';
import { HOUR, longDuration } from '../../view/time/duration.ts';

/** What stands there already, login by login; times are told from `now`, milliseconds since 1970. */
export function scanText({ found, unreadable }: ScanReport, now: number): string {
  const logins = found.map((login) => loginText(login, now));
  const files = unreadable.map(({ displayPath, problem }) =>
    visibleLine(`${displayPath} was not looked into: ${problem.message}`),
  );
  return [...(logins.length === 0 ? [NOTHING] : logins), ...(files.length === 0 ? [] : [files.join('\n')])].join(
    '\n\n',
  );
}

const NOTHING = 'Nothing of CodeArtifact stands in the files that package managers read here.';

/** What no binding keeps, and what does not leave with the next apply. */
export function unboundOf({ found }: ScanReport): readonly FoundLogin[] {
  return found.filter(({ bindingId, clearing }) => bindingId === null && !clearing);
}

/** What waits to be taken out of files, and how to have it or keep it; nothing for nothing. */
export function clearingText({ clearing }: Pick<PlanView, 'clearing'>): readonly string[] {
  if (clearing.length === 0) return [];
  const files = clearing.map(({ displayPath, entries }) =>
    visibleLine(`  ${displayPath}: ${entries === 1 ? '1 entry' : `${entries} entries`}`),
  );
  const next = '  → codeartifact-tray apply, or clear --keep (to leave it there)';
  return [['Noted to be taken out with the next apply:', ...files, next].join('\n')];
}

/** The same in a line or two each, with what to do about it; no paragraph for nothing. */
export function besideText(found: readonly FoundLogin[], now: number): readonly string[] {
  if (found.length === 0) return [];
  const lines = found.flatMap((login): readonly string[] => {
    const [first] = login.lines;
    const age = login.lifetime === null ? '' : `, ${ageText(login.lifetime, now)}`;
    const over = login.takesOver === null ? '' : `; it takes over ${login.takesOver}`;
    const why = login.refusal === null ? [] : [`    not to be adopted: ${refusalText(login.refusal)}`];
    return [`  ${headingOf(login)}`, `    ${first === undefined ? '' : placeText(first.origin)}${age}${over}`, ...why];
  });
  const adopt = found.some(({ refusal }) => refusal === null) ? 'adopt (to keep it fresh) or ' : '';
  const next = `  → codeartifact-tray ${adopt}clear (to take it out); all of it: codeartifact-tray scan`;
  const shown = lines.map((line) => visibleLine(line));
  return [['Stands in files already, and nobody keeps it fresh:', ...shown, next].join('\n')];
}

function loginText(login: FoundLogin, now: number): string {
  const { takesOver, alsoReadBy, lines, bindingId, refusal } = login;
  const readers = alsoReadBy.length === 0 ? [] : [`  also read by ${alsoReadBy.join(', ')}`];
  const over = takesOver === null ? [] : [`  takes over ${takesOver}`];
  const all = [headingOf(login), ...over, ...lines.map((line) => lineText(line, now)), ...readers, next()];
  return all.map((line) => visibleLine(line)).join('\n');

  function next(): string {
    if (login.clearing)
      return `  waits to be taken out with the next apply; keep it: codeartifact-tray clear --keep ${login.id}`;
    if (bindingId !== null) return `  kept by the binding ${bindingId}`;
    if (refusal === null) return `  → codeartifact-tray adopt ${login.id}, or clear ${login.id}`;
    return `  not to be adopted: ${refusalText(refusal)}`;
  }
}

function refusalText({ message, advice, command }: Problem): string {
  return [message, advice, command === null ? null : `$ ${command}`].filter((part) => part !== null).join(' ');
}

/** `npm  acme/store  us-east-1  default registry  (f-1234abcd)`. */
function headingOf({ title, domain, domainOwner, repository, region, scopeText, project, id }: FoundLogin): string {
  const where =
    domain === null ? 'a domain that is not named' : `${domain}/${repository ?? '?'} of ${domainOwner ?? '?'}`;
  const parts = [title, where, region ?? '', scopeText, project ?? '', `(${id})`];
  return parts.filter((part) => part !== '').join('  ');
}

function lineText({ origin, role, entry, lifetime }: FoundLine, now: number): string {
  const what = role === 'other' || role === 'beside' ? entry : `${role} ${entry}`;
  return `  ${placeText(origin)}  ${what}${lifetime === null ? '' : `  ${ageText(lifetime, now)}`}`;
}

function placeText({ name, line }: Origin): string {
  return line === null ? `variable ${name}` : `${name}:${line}`;
}

/** `token expired 2 days ago`. */
export function ageText({ state, expiresAt }: FoundToken, now: number): string {
  if (expiresAt === null) return 'a token whose age it does not tell';
  const time = Date.parse(expiresAt);
  return state === 'fresh' ? `token with ${longDuration(time - now)} left` : `token expired ${ago(now - time)} ago`;
}

const DAY = 24 * HOUR;

function ago(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  return days === 0 ? longDuration(milliseconds) : days === 1 ? '1 day' : `${days} days`;
}

export const ADOPT_ANEW = 'remove the binding and adopt again with --profile';

/** Whose tokens bindings are to have where nobody said so, and how to have those of another. */
export function profileLines(
  adopted: readonly { readonly bindingId: string; readonly profile: string }[],
  how: string,
): readonly string[] {
  return [...Map.groupBy(adopted, ({ profile }) => profile)].map(([profile, bindings]) =>
    visibleLine(
      `With the AWS profile ${profile}: ${bindings.map(({ bindingId }) => bindingId).join(', ')}. For another one, ${how}.`,
    ),
  );
}
