import { hideCore } from './hide-core.ts';
import { maskKnownSecrets, maskPem } from './mask-known.ts';
import { maskTomlSecrets } from './mask-toml.ts';
import { maskWordSecrets } from './mask-words.ts';
import { maskXmlSecrets } from './mask-xml.ts';
import { maskYamlSecrets } from './mask-yaml.ts';

/** Stands where a secret was. */
export const MASK = '••••••••';

/** A whole token, or the beginning of one that was cut off. */
const ANY_TOKEN = /eyJ2ZXIiOjEs[A-Za-z0-9_.-]*/g;
/** `//host/:_authToken=`, `"_auth" =`, `_password[]=`; ini lets a comment stand between key and `=`. */
const NPMRC_KEY = /_(?:authToken|auth|password)(?:\[\])?["']?\s*(?=([=;#]))/gi;
/** `password =`, `proxy-password:`, `"secret" :`, behind a comment's sign too. */
const INI_SECRET = /^([#;]*\s*["']?(?:[\w.-]*[-_.])?(?:password|passwd|pass|secret)["']?\s*[=:])([^]*)$/i;
/** Longer lines are masked as a whole: what a person reads is shorter, and every pattern stays quick. */
const LONGEST_LINE = 4096;
/** A name of this length in front of a host is an access key rather than a person. */
const LONGEST_USER = 19;

/**
 * Any config text, diff or message without its secrets: CodeArtifact tokens, credentials of .npmrc, ini, XML, TOML, YAML, netrc,
 * .env and .properties files, passwords in URLs. Placeholders such as `${X}` stay visible, line endings and all lines stay in place. Doing it twice changes nothing.
 */
export function maskSecrets(text: string): string {
  let secretIndent: number | null = null;
  let inPem = false;
  const short = text
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      if (index % 2 === 1) return line;
      const pem = maskPem(line.length > LONGEST_LINE ? hideCore(line, MASK) : line, inPem, MASK);
      inPem = pem.isOpen;
      return pem.line;
    })
    .join('');
  const parts = maskWordSecrets(maskTomlSecrets(maskXmlSecrets(maskYamlSecrets(short, MASK), MASK), MASK), MASK)
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      if (index % 2 === 1 || line.trim() === '') return line;
      const indent = indentOf(line);
      const content = line.slice(indent);
      const isComment = /^[#;]/.test(content);
      if (secretIndent !== null && indent > secretIndent) return line.slice(0, indent) + maskValue(content);
      const ini = INI_SECRET.exec(content);
      // The value of an ini option goes on in deeper indented lines; comments between them don't end it.
      if (!isComment) secretIndent = ini === null ? null : indent;
      const valueAt = ini === null ? npmrcValue(line) : indent + (ini[1]?.length ?? 0);
      return valueAt === null ? maskWithin(line) : maskWithin(line.slice(0, valueAt)) + maskValue(line.slice(valueAt));
    });
  return parts.join('');
}

/** Where the value of a line with one of npm's secret keys begins; null for any other line. */
function npmrcValue(line: string): number | null {
  for (const { index, 0: key, 1: next } of line.matchAll(NPMRC_KEY)) {
    const at = next === '=' ? index + key.length : line.indexOf('=', index + key.length);
    return at < 0 ? null : at + 1;
  }
  return null;
}

/** Columns before the content; a diff's sign counts as one. */
function indentOf(line: string): number {
  return /^[-+]?\s*/.exec(line)?.[0].length ?? 0;
}

/** A value that is secret as a whole, apart from placeholders, quotes and the blanks around it. */
function maskValue(value: string): string {
  return value
    .split(/(\$\{[A-Za-z_]\w*\??\})/)
    .map((part, index) => (index % 2 === 1 ? part : hideInQuotes(part)))
    .join('');
}

function hideInQuotes(part: string): string {
  const core = part.trim();
  if (core === '' || /^["']{1,2}$/.test(core)) return part;
  const [first = '', last = ''] = [/^["']/, /["']$/].map((quote) => quote.exec(core)?.[0] ?? '');
  return hideCore(part, first + MASK + last);
}

function maskWithin(line: string): string {
  const words = line
    .replaceAll(ANY_TOKEN, MASK)
    .replaceAll(/\S+/g, (word) => (mayHaveUser(word) ? maskUserinfo(word) : word));
  return maskKnownSecrets(words, MASK);
}

/** By hand: a pattern would look for the `@` anew behind every slash. */
function mayHaveUser(word: string): boolean {
  const slashes = word.indexOf('//');
  return slashes >= 0 && word.includes('@', slashes);
}

/** `//user:password@`; the password may hold unencoded `/`, `?` and `#` unless it begins like a port and a path. */
function maskUserinfo(word: string): string {
  let shown = '';
  let done = 0;
  const last = word.lastIndexOf('@');
  for (let at = word.indexOf('//'); at >= 0 && at < last; at = word.indexOf('//', Math.max(done, at + 2))) {
    const userEnd = at + 2 + (/^[^/?#:@]*/.exec(word.slice(at + 2))?.[0].length ?? 0);
    const end = word[userEnd] === '@' ? userEnd : word[userEnd] === ':' ? passwordEnd(word, userEnd, last) : null;
    if (end === null) continue;
    const user = word.slice(at + 2, userEnd);
    shown += `${word.slice(done, at)}//${user.length > LONGEST_USER ? maskValue(user) : user}`;
    shown += end === userEnd ? '' : `:${maskValue(word.slice(userEnd + 1, end))}`;
    done = end;
  }
  return shown + word.slice(done);
}

function passwordEnd(word: string, colon: number, last: number): number | null {
  const strict = /^[^/?#]*/.exec(word.slice(colon + 1))?.[0] ?? '';
  const inside = strict.lastIndexOf('@');
  if (inside >= 0) return colon + 1 + inside;
  return last > colon && !/^\d{2,5}(?:\/|$)/.test(word.slice(colon + 1)) ? last : null;
}
