import type { SyntaxProblem } from '../editor.ts';
import { lineAt } from '../text/lines.ts';
import { createXmlEditor } from './xml.ts';
import type { XmlDialect } from './dialect.ts';
import type { Element } from './document.ts';
import { attributeOf } from './value.ts';

// Facts: NuGet.Configuration of NuGet.Client, and mono's nuget 2.8.7.

const CREDENTIALS = 'packageSourceCredentials';
const PASSWORD = 'Password';
const CLEAR_TEXT = 'ClearTextPassword';

/** Keys within a source's credentials, which NuGet compares without regard to case. */
const credentialKeys = new Map(
  ['Username', PASSWORD, CLEAR_TEXT, 'ValidAuthenticationTypes'].map((key) => [key.toLowerCase(), key]),
);

function elementName(name: string): string {
  return /^(?:add|clear|remove)$/i.test(name) ? name.toLowerCase() : name;
}

function attributeName(name: string): string {
  return name.toLowerCase() === 'protocolversion' ? 'protocolVersion' : name.toLowerCase();
}

/** The credential key of an `<add>` of a source's credentials; null for any other element. */
function credentialKey(element: Element): string | null {
  if (elementName(element.name) !== 'add' || element.parent?.parent?.name !== CREDENTIALS) return null;
  const written = attributeOf(element, 'key', attributeName)?.value ?? '';
  return credentialKeys.get(written.toLowerCase()) ?? null;
}

function check(root: Element, text: string): SyntaxProblem | null {
  const problemAt = ({ start }: Element, message: string) => ({ line: lineAt(text, start), message });
  const unbound = firstUnbound(root, { prefixes: new Set(['xml', 'xmlns']), above: null });
  if (unbound !== null) return problemAt(unbound, `the namespace prefix of <${unbound.name}> is declared nowhere`);
  for (const source of root.elements.filter(({ name }) => name === CREDENTIALS).flatMap(({ elements }) => elements)) {
    const keys = source.elements.map((element) => credentialKey(element));
    if (keys.includes(PASSWORD) && keys.includes(CLEAR_TEXT)) {
      return problemAt(source, `<${source.name}> has both a ${PASSWORD} and a ${CLEAR_TEXT}`);
    }
  }
  return null;
}

/** NuGet refuses all its settings for one source whose credentials are not one user and one password; `<clear />` is a source to it. */
function incomplete(root: Element, text: string): SyntaxProblem | null {
  for (const source of root.elements.filter(({ name }) => name === CREDENTIALS).flatMap(({ elements }) => elements)) {
    const keys = source.elements.map((element) => credentialKey(element));
    for (const [what, wanted] of Object.entries({ Username: ['Username'], password: [PASSWORD, CLEAR_TEXT] })) {
      const count = keys.filter((key) => key !== null && wanted.includes(key)).length;
      const message = `<${source.name}> in ${CREDENTIALS} has ${count === 0 ? 'no' : 'more than one'} ${what}`;
      if (count !== 1) return { line: lineAt(text, source.start), message };
    }
  }
  return null;
}

/** The prefixes that an element declares, and those around it. */
type Scope = { readonly prefixes: ReadonlySet<string>; readonly above: Scope | null };

function isBound(prefix: string, scope: Scope | null): boolean {
  return scope !== null && (scope.prefixes.has(prefix) || isBound(prefix, scope.above));
}

/** The first element that has a prefix, or an attribute with one, that stands for no namespace. */
function firstUnbound(element: Element, above: Scope): Element | null {
  const declared = element.attributes.flatMap(({ name }) => (name.startsWith('xmlns:') ? [name.slice(6)] : []));
  const known = declared.length === 0 ? above : { prefixes: new Set(declared), above };
  const prefixes = [element, ...element.attributes].flatMap(({ name }) =>
    name.includes(':') ? [name.split(':')[0]] : [],
  );
  if (prefixes.some((prefix) => prefix !== undefined && !isBound(prefix, known))) return element;
  for (const inner of element.elements) {
    const unbound = firstUnbound(inner, known);
    if (unbound !== null) return unbound;
  }
  return null;
}

/** Letters that every edition of XML takes for one; others NuGet reads just as well encoded. */
const LETTER = String.raw`A-Za-z\xC0-\xD6\xD8-\xF6\xF8-\u0131\u0410-\u044F\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3`;
const FIRST = new RegExp(`[_${LETTER}]`);
const OTHER = new RegExp(`[\\w.${LETTER}-]`);

/** A source name as the name of the element that holds its credentials (.NET's XmlConvert.EncodeLocalName, hexadecimals in capitals). */
export function encodeSourceName(name: string): string {
  return Array.from(name)
    .map((character, index) => ((index === 0 ? FIRST : OTHER).test(character) ? character : encoded(character)))
    .join('');
}

function encoded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `_x${code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xffff ? 8 : 4, '0')}_`;
}

/** The source name that an element's name stands for (.NET's XmlConvert.DecodeName): hexadecimals of either case. */
export function decodeSourceName(name: string): string {
  return name.replaceAll(/_x([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_/g, (whole, digits: string) => {
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

const dialect: XmlDialect = {
  root: { name: 'configuration', start: '<configuration>', declaration: '<?xml version="1.0" encoding="utf-8"?>' },
  keys: { add: '@key' },
  elementName,
  attributeName,
  nameIn: (element) => (element.parent?.name === CREDENTIALS ? decodeSourceName(element.name) : null),
  spellName: encodeSourceName,
  keyIn(element, key) {
    const known = credentialKey(element) ?? key;
    return known === PASSWORD ? CLEAR_TEXT : known;
  },
  rename(element) {
    const attribute = attributeOf(element, 'key', attributeName);
    return attribute !== undefined && credentialKey(element) === PASSWORD ? { attribute, to: CLEAR_TEXT } : null;
  },
  check,
  incomplete,
};

/**
 * NuGet.Config. Entries begin with `configuration`; an `<add>` is told from others by its key, the credentials of a source by its
 * decoded name: `['configuration', 'packageSourceCredentials', item('platform/web'), select('add', '@key', 'ClearTextPassword'), '@value']`.
 * An encrypted `Password` is that same entry, because NuGet takes one of the two: setting it makes it a `ClearTextPassword`.
 */
export const nugetConfigEditor = createXmlEditor(dialect);
