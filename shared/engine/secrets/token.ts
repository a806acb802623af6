import { maskTomlSecrets } from './mask-toml.ts';
import { maskWordSecrets } from './mask-words.ts';
import { maskXmlSecrets } from './mask-xml.ts';
import { maskYamlSecrets } from './mask-yaml.ts';

/** Stands where a secret was. */
export const MASK = '••••••••';

/**
 * Source of a regular expression, for use with the flag `g`: five base64url parts, the first of which starts with
 * `{"ver":1,`. Undocumented; seen in the public sample of ansible-collections/community.general#1171.
 */
export const TOKEN_PATTERN = String.raw`eyJ2ZXIiOjEs[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}`;

const WHOLE_TOKEN = new RegExp(`^${TOKEN_PATTERN}$`);
/** The service gives 12 hours at most; twice that still tells a time from a random number. */
const LONGEST_LIFE_SECONDS = 24 * 3600;
/** 2100-01-01: a later time would be milliseconds taken for seconds. */
const LATEST_ISSUE_SECONDS = 4_102_444_800;

/** True for the only characters that a token has and that need no quoting in any config file. */
export function isTokenAlphabet(token: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(token);
}

/** When a token was issued and expires, in milliseconds since 1970, from its plain header `{ver, isu, …, exp, …}`; null unless sane. */
export function readTokenTimes(token: string): { issuedAt: number; expiresAt: number } | null {
  if (!WHOLE_TOKEN.test(token)) return null;
  const header = readHeader(token.slice(0, token.indexOf('.')));
  if (typeof header !== 'object' || header === null || !('isu' in header) || !('exp' in header)) return null;
  const { isu, exp } = header;
  if (!Number.isInteger(isu) || !Number.isInteger(exp)) return null;
  const [issued, expires] = [Number(isu), Number(exp)];
  if (issued <= 0 || issued > LATEST_ISSUE_SECONDS) return null;
  if (expires <= issued || expires - issued > LONGEST_LIFE_SECONDS) return null;
  return { issuedAt: issued * 1000, expiresAt: expires * 1000 };
}

function readHeader(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** A whole token, or the beginning of one that was cut off. */
const ANY_TOKEN = /eyJ2ZXIiOjEs[A-Za-z0-9_.-]*/g;
/** `//host/:_authToken=`, `"_auth" =`, `_password[]=`; ini lets a comment stand between key and `=`. */
const NPMRC_SECRET = /^([^]*?_(?:authToken|auth|password)(?:\[\])?["']?\s*(?:[;#][^=]*)?=)([^]*)$/i;
/** `password =`, `proxy-password:`, `"secret" :`, behind a diff's or a comment's sign too. */
const INI_SECRET = /^([-+ ]?\s*[#;]*\s*["']?(?:[\w.-]*[-_.])?(?:password|passwd|pass|secret)["']?\s*[=:])([^]*)$/i;
/** `//user:password@`; the password may hold unencoded `/`, `?` and `#` unless it begins like a port and a path. */
const USERINFO = /\/\/([^\s/?#:@]*)(:(?:[^\s/?#]*|(?!\d{2,5}(?:\/|$))\S*))?@/g;
/** A name of this length in front of a host is an access key rather than a person. */
const LONGEST_USER = 19;

/**
 * Any config text, diff or message without its secrets: CodeArtifact tokens, credentials of .npmrc, ini, XML, TOML, YAML, netrc,
 * .env and .properties files, passwords in URLs. Placeholders such as `${X}` stay visible, line endings and all lines stay in place. Doing it twice changes nothing.
 */
export function maskSecrets(text: string): string {
  let secretIndent: number | null = null;
  const parts = maskWordSecrets(maskTomlSecrets(maskXmlSecrets(maskYamlSecrets(text, MASK), MASK), MASK), MASK)
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      if (index % 2 === 1 || line.trim() === '') return line;
      const indent = indentOf(line);
      const isComment = /^[-+]?\s*[#;]/.test(line);
      if (secretIndent !== null && indent > secretIndent) return line.slice(0, indent) + maskValue(line.slice(indent));
      const ini = INI_SECRET.exec(line);
      // The value of an ini option goes on in deeper indented lines; comments between them don't end it.
      if (!isComment) secretIndent = ini === null ? null : indent;
      const [, key = '', value = ''] = ini ?? NPMRC_SECRET.exec(line) ?? ['', line, ''];
      return maskWithin(key) + maskValue(value);
    });
  return parts.join('');
}

/** Columns before the content; a diff's sign counts as one. */
function indentOf(line: string): number {
  return /^[-+]?\s*/.exec(line)?.[0].length ?? 0;
}

/** A value that is secret as a whole, apart from placeholders, quotes and the blanks around it. */
function maskValue(value: string): string {
  return value
    .split(/(\$\{[A-Za-z_]\w*\??\})/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      return part.replace(/^(\s*["']?)([^]*?)(["']?\s*)$/, (whole, before: string, core: string, after: string) =>
        core === '' ? whole : before + MASK + after,
      );
    })
    .join('');
}

function maskWithin(line: string): string {
  return line.replaceAll(ANY_TOKEN, MASK).replaceAll(USERINFO, (_, user: string, password?: string) => {
    const shownUser = user.length > LONGEST_USER ? maskValue(user) : user;
    return `//${shownUser}${password === undefined ? '' : `:${maskValue(password.slice(1))}`}@`;
  });
}
