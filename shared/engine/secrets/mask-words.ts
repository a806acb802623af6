import { hideCore } from './hide-core.ts';

/** Begins a line of a netrc entry, also one that a diff or a comment sign precedes. */
const NETRC_LINE = /^#*[ \t]*(?:machine|default|login|user|account|password)(?=\s|$)(?![ \t]*[=:])/;
const NETRC_PASSWORD = /((?:^|[\s+-])password[ \t]+)("(?:\\.|[^"\\])*"?|\S+)/g;

/** `KEY=`, `export KEY=`, `some.key : `, `"key": ` and the value; a diff or comment sign may stand in front. */
const KEYED = /^([#;!]*[ \t]*(?:export[ \t]+)?["']?)((?:[\w.-]|\\.)+)(["']?[ \t]*[=:][ \t]*)(.*)$/;
/** `some.key value`, as only .properties have it: too much like prose to be taken for a setting in other words. */
const BLANK_KEYED = /^()([a-z][\w]*(?:Password|Secret|Token)|[a-z][\w.]*\.(?:password|secret|token))([ \t]+)(.*)$/;

/** Anywhere in a name, these say that it holds a secret. */
const SECRET_WORD = /^(?:pass|pat|pw|pwd|\w*(?:passwords?|passwd|passphrase|secrets?|tokens?|credentials?|apikey))$/;
/** Unless the name is that of something around it. */
const HARMLESS_LAST = new Set([
  'file',
  'path',
  'dir',
  'folder',
  'helper',
  'provider',
  'url',
  'uri',
  'id',
  'name',
  'type',
  'env',
  'ttl',
  'timeout',
]);
/** Keys that everybody may know. */
const HARMLESS_KEYS = new Set(['public', 'primary', 'foreign', 'cache', 'sort', 'partition']);

const REFERENCE = /(\$\{[A-Za-z_]\w*\??\}|^\$[A-Za-z_]\w*$)/;

/**
 * The text without passwords of netrc entries and without the values of variables and properties whose names say that they are
 * secrets, over several lines where those go on. Doing it twice changes nothing; all lines stay.
 */
export function maskWordSecrets(text: string, mask: string): string {
  let open: Open = null;
  const parts = text.split(/(\r\n|\r|\n)/).map((line, index) => {
    if (index % 2 === 1 || (line.trim() === '' && open !== 'backslash')) return line;
    const [, sign = '', content = ''] = /^([-+]?\s*)([^]*)$/.exec(line) ?? [];
    // Whether this line ends the value above or begins one is not ours to know: what it leaves open by itself stays open.
    if (open === 'netrc') {
      open = leftOpen(line);
      return sign + content.replace(/^(?:"(?:\\.|[^"\\])*"?|\S+)/, (word) => hide(word, mask));
    }
    if (open === 'backslash') {
      const goesOn = endsInBackslash(content);
      if (!goesOn) open = leftOpen(line);
      return sign + (content === '' ? '' : mask + (goesOn ? '\\' : ''));
    }
    if (open !== null) {
      const end = content.indexOf(open);
      if (end < 0) return sign + mask;
      open = leftOpen(line);
      return sign + (end === 0 ? '' : mask) + content.slice(end, end + 1) + hideText(content.slice(end + 1), mask);
    }
    open = leftOpen(line);
    if (isNetrc(line)) {
      return line.replaceAll(NETRC_PASSWORD, (_, before: string, value: string) => before + hide(value, mask));
    }
    const { before, key, between, value } = keyed(line);
    if (!isSecretName(key)) return line;
    return before + key + between + (open === 'backslash' ? hideLine(value, mask) : hide(value, mask));
  });
  return parts.join('');
}

/** What the next line is still part of: a value behind a backslash, in an open quote, or behind `password` at a line's end. */
type Open = 'backslash' | 'netrc' | '"' | "'" | null;

/** What a line leaves open that nothing above it has. */
function leftOpen(line: string): Open {
  if (isNetrc(line)) return /(?:^|[\s+-])password[ \t]*$/.test(line) ? 'netrc' : null;
  const { key, value } = keyed(line);
  if (!isSecretName(key)) return null;
  const quote = openQuote(value);
  if (quote !== null && /^[A-Z\d_]+$/.test(key)) return quote;
  return endsInBackslash(value) ? 'backslash' : null;
}

/** The sign of a diff and the blanks that a line begins with. */
function leadOf(line: string): string {
  return /^[-+ ]?[ \t]*/.exec(line)?.[0] ?? '';
}

function isNetrc(line: string): boolean {
  return NETRC_LINE.test(line.slice(leadOf(line).length));
}

function keyed(line: string) {
  const lead = leadOf(line);
  const content = line.slice(lead.length);
  const [, before = '', key = '', between = '', value = ''] = KEYED.exec(content) ?? BLANK_KEYED.exec(content) ?? [];
  return { before: lead + before, key, between, value };
}

function endsInBackslash(content: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(content);
}

function hideLine(value: string, mask: string): string {
  return value === '\\' ? value : `${mask}\\`;
}

/** `codeartifactPassword`, `gpr.key`, `SECRET_KEY_BASE`, `PGPASSWORD`: by its words. */
function isSecretName(key: string): boolean {
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const [last = '', before = ''] = words.toReversed();
  if (HARMLESS_LAST.has(last)) return false;
  return (
    words.some((word) => SECRET_WORD.test(word)) || (last === 'key' && before !== '' && !HARMLESS_KEYS.has(before))
  );
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
    .map((part, index) => (index % 2 === 1 ? part : hideCore(part, mask)))
    .join('');
}
