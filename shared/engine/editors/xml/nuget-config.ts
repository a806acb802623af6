import type { SyntaxProblem } from '../editor.ts';
import { decodeSourceName, encodeSourceName } from './nuget-names.ts';
import { createXmlEditor } from './xml.ts';
import type { XmlDialect } from './dialect.ts';
import { lineAt } from './document.ts';
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
  const unbound = firstUnbound(root, new Set(['xml', 'xmlns']));
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

/** The first element that has a prefix, or an attribute with one, that stands for no namespace. */
function firstUnbound(element: Element, above: ReadonlySet<string>): Element | null {
  const declared = element.attributes.flatMap(({ name }) => (name.startsWith('xmlns:') ? [name.slice(6)] : []));
  const known = new Set([...above, ...declared]);
  const prefixes = [element, ...element.attributes].flatMap(({ name }) =>
    name.includes(':') ? [name.split(':')[0]] : [],
  );
  if (prefixes.some((prefix) => prefix !== undefined && !known.has(prefix))) return element;
  for (const inner of element.elements) {
    const unbound = firstUnbound(inner, known);
    if (unbound !== null) return unbound;
  }
  return null;
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
 * decoded name: `['configuration', 'packageSourceCredentials', '[platform/web]', 'add[@key=ClearTextPassword]', '@value']`.
 * An encrypted `Password` is that same entry, because NuGet takes one of the two: setting it makes it a `ClearTextPassword`.
 */
export const nugetConfigEditor = createXmlEditor(dialect);
