import { maskTomlSecrets } from './mask-toml.ts';
import { maskWordSecrets } from './mask-words.ts';
import { maskXmlSecrets } from './mask-xml.ts';
import { maskYamlSecrets } from './mask-yaml.ts';

/** Stands where a secret was. */
export const MASK = '••••••••';

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
