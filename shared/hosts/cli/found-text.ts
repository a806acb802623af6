import type { Origin } from '../../contract/doctor.ts';
import type { FoundLine, FoundLogin, FoundToken, ScanReport } from '../../contract/scan.ts';
import { HOUR, longDuration } from '../../view/time/duration.ts';

/** What stands there already, login by login; times are told from `now`, milliseconds since 1970. */
export function scanText({ found, unreadable }: ScanReport, now: number): string {
  const logins = found.map((login) => loginText(login, now));
  const files = unreadable.map(({ displayPath, problem }) => `${displayPath} was not looked into: ${problem.message}`);
  return [...(logins.length === 0 ? [NOTHING] : logins), ...(files.length === 0 ? [] : [files.join('\n')])].join(
    '\n\n',
  );
}

const NOTHING = 'Nothing of CodeArtifact stands in the files that package managers read here.';

function loginText(login: FoundLogin, now: number): string {
  const { takesOver, alsoReadBy, lines, bindingId, refusal } = login;
  const readers = alsoReadBy.length === 0 ? [] : [`  also read by ${alsoReadBy.join(', ')}`];
  const over = takesOver === null ? [] : [`  takes over ${takesOver}`];
  return [headingOf(login), ...over, ...lines.map((line) => lineText(line, now)), ...readers, next()].join('\n');

  function next(): string {
    if (bindingId !== null) return `  kept by the binding ${bindingId}`;
    if (refusal === null) return `  → codeartifact-tray adopt ${login.id}, or clear ${login.id}`;
    return `  not to be adopted: ${refusal.message}${refusal.advice === null ? '' : ` ${refusal.advice}`}`;
  }
}

/** `npm  acme/store  us-east-1  default registry  (f-1234abcd)`. */
function headingOf({ title, domain, domainOwner, repository, region, scopeText, project, id }: FoundLogin): string {
  const where =
    domain === null ? 'a domain that is not named' : `${domain}/${repository ?? '?'} of ${domainOwner ?? '?'}`;
  const parts = [title, where, region ?? '', scopeText, project ?? '', `(${id})`];
  return parts.filter((part) => part !== '').join('  ');
}

function lineText({ origin, role, entry, token }: FoundLine, now: number): string {
  const what = role === 'other' || role === 'beside' ? entry : `${role} ${entry}`;
  return `  ${placeText(origin)}  ${what}${token === null ? '' : `  ${ageText(token, now)}`}`;
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
