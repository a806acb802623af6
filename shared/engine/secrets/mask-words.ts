/** Begins a line of a netrc entry, also one that a diff or a comment sign precedes. */
const NETRC_LINE = /^[-+ ]?[ \t]*#*[ \t]*(?:machine|default|login|user|account|password)(?=\s|$)(?![ \t]*[=:])/;
const NETRC_PASSWORD = /((?:^|[\s+-])password[ \t]+)("(?:\\.|[^"\\])*"?|\S+)/g;

/** `KEY=`, `export KEY=`, `some.key : `, `"key": ` and the value; a diff or comment sign may stand in front. */
const KEYED = /^([-+ ]?[ \t]*[#;!]*[ \t]*(?:export[ \t]+)?["']?)((?:[\w.-]|\\.)+)(["']?[ \t]*[=:][ \t]*)(.*)$/;
/** `some.key value`, as only .properties have it: too much like prose to be taken for a setting in other words. */
const BLANK_KEYED =
  /^([-+ ]?[ \t]*)([a-z][\w]*(?:Password|Secret|Token)|[a-z][\w.]*\.(?:password|secret|token))([ \t]+)(.*)$/;

const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'passphrase',
  'pass',
  'secret',
  'token',
  'credentials',
  'pat',
  'apikey',
]);
/** What makes a `key` a secret one; `ACCESS_KEY_ID` is none. */
const SECRET_KEYS = new Set(['api', 'access', 'secret', 'private', 'auth', 'signing', 'encryption']);

const REFERENCE = /(\$\{[A-Za-z_]\w*\??\}|^\$[A-Za-z_]\w*$)/;

/**
 * The text without passwords of netrc entries and without the values of variables and properties whose names say that they are
 * secrets, over several lines where those go on. Doing it twice changes nothing; all lines stay.
 */
export function maskWordSecrets(text: string, mask: string): string {
  /** What the next line is still part of: a value behind a backslash, in an open quote, or behind `password` at a line's end. */
  let open: 'backslash' | 'netrc' | '"' | "'" | null = null;
  const parts = text.split(/(\r\n|\r|\n)/).map((line, index) => {
    if (index % 2 === 1 || (line.trim() === '' && open !== 'backslash')) return line;
    const [, sign = '', content = ''] = /^([-+]?\s*)([^]*)$/.exec(line) ?? [];
    if (open === 'netrc') {
      open = null;
      return sign + content.replace(/^(?:"(?:\\.|[^"\\])*"?|\S+)/, (word) => hide(word, mask));
    }
    if (open === 'backslash') {
      if (!endsInBackslash(content)) open = null;
      return sign + (content === '' ? '' : mask + (open === null ? '' : '\\'));
    }
    if (open !== null) {
      const end = content.indexOf(open);
      if (end < 0) return sign + mask;
      open = null;
      return sign + (end === 0 ? '' : mask) + content.slice(end, end + 1) + hideText(content.slice(end + 1), mask);
    }
    if (NETRC_LINE.test(line)) {
      if (/(?:^|[\s+-])password[ \t]*$/.test(line)) open = 'netrc';
      return line.replaceAll(NETRC_PASSWORD, (_, before: string, value: string) => before + hide(value, mask));
    }
    const [, before = '', key = '', between = '', value = ''] = KEYED.exec(line) ?? BLANK_KEYED.exec(line) ?? [];
    if (!isSecretName(key)) return line;
    const quote = openQuote(value);
    if (quote !== null && /^[A-Z\d_]+$/.test(key)) open = quote;
    else if (endsInBackslash(value)) open = 'backslash';
    return before + key + between + (open === 'backslash' ? hideLine(value, mask) : hide(value, mask));
  });
  return parts.join('');
}

function endsInBackslash(content: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(content);
}

function hideLine(value: string, mask: string): string {
  return value === '\\' ? value : `${mask}\\`;
}

/** `codeartifactPassword`, `signing.secretKey`, `NPM_TOKEN`: by its last word, or the last two. */
function isSecretName(key: string): boolean {
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const [last = '', before = ''] = words.toReversed();
  return SECRET_WORDS.has(last) || (last === 'key' && SECRET_KEYS.has(before));
}

/** A value in or out of quotes; references to variables stay, and so does what stands behind a closing quote. */
function hide(value: string, mask: string): string {
  const [, quote = '', inner = '', rest = ''] = /^(["'])(.*)\1([ \t]*[,;]?[ \t]*(?:#.*)?)$/.exec(value) ?? [];
  if (quote !== '') return quote + hideText(inner, mask) + quote + rest;
  return openQuote(value) === null ? hideText(value, mask) : value.slice(0, 1) + hideText(value.slice(1), mask);
}

/** The quote that a value begins with and that does not come again. */
function openQuote(value: string): '"' | "'" | null {
  const [quote] = value;
  return (quote === '"' || quote === "'") && !value.slice(1).includes(quote) ? quote : null;
}

function hideText(text: string, mask: string): string {
  return text
    .split(REFERENCE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/^(\s*)(\S[^]*?)(\s*)$/, `$1${mask}$3`)))
    .join('');
}
