import { parseXml, XmlCdata, XmlDeclaration, XmlDocumentType, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import type { ParserOptions } from '@rgrove/parse-xml';
import { failed, ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { SyntaxProblem } from '../editor.ts';
import { firstIndex, lineAt } from '../text/lines.ts';
import { assureDepth, withinDepth } from '../text/nesting.ts';

/** Offsets are those of the text that was read; `end` is the first one behind. */
type Range = { readonly start: number; readonly end: number };

/** `start` to `end` is the whole `name="value"`, `quoted` the value with its quotes. */
export type Attribute = Range & { readonly name: string; readonly value: string; readonly quoted: Range };

/** What stands between two tags: text and references, a CDATA section, an element, or a comment or processing instruction. */
export type Piece = Range &
  (
    | { readonly kind: 'text' | 'cdata'; readonly value: string }
    | { readonly kind: 'element'; readonly element: Element }
    | { readonly kind: 'other' }
  );

export type Element = Range & {
  readonly name: string;
  readonly parent: Element | null;
  readonly attributes: readonly Attribute[];
  /** What is between the tags; of `<a/>` an empty range at its end. */
  readonly content: Range;
  readonly selfClosing: boolean;
  readonly pieces: readonly Piece[];
  readonly elements: readonly Element[];
};

/** The root element; null for a text of nothing but blanks, comments and processing instructions. */
export type XmlReading = Result<Element | null, SyntaxProblem>;

const OPTIONS = {
  includeOffsets: true,
  preserveCdata: true,
  preserveComments: true,
  preserveDocumentType: true,
  preserveXmlDeclaration: true,
} as const;

/** Reads a well-formed UTF-8 document; one with a DOCTYPE is a problem, because what it declares would have to be followed. */
export function readXml(text: string): XmlReading {
  return withinDepth(() => readWithin(text));
}

function readWithin(text: string): XmlReading {
  const read = withLf(text);
  const parsed = tryParse(read.text);
  // Before an entity is called unknown: a DOCTYPE may declare it.
  const doctype = doctypeOf('problem' in parsed ? tryParse(read.text, { ignoreUndefinedEntities: true }) : parsed);
  if (doctype !== null)
    return problemAt(lineAt(read.text, doctype.start), 'it has a DOCTYPE, which the app does not follow');
  if ('problem' in parsed) return withoutRoot(read.text) ?? failed(parsed.problem);
  for (const node of parsed.children) {
    if (!(node instanceof XmlDeclaration)) continue;
    if (node.version !== '1.0') return problemAt(1, `it declares XML ${node.version}, and only 1.0 is read`);
    if (node.encoding !== null && node.encoding.toLowerCase() !== 'utf-8') {
      return problemAt(1, `it declares the encoding ${node.encoding}, and the app edits UTF-8 alone`);
    }
  }
  return ok(parsed.root === null ? null : elementOf({ text, offsetOf: read.offsetOf }, parsed.root, null));
}

/** Offsets of what the parser read, turned into those of the text. */
type Source = { readonly text: string; offsetOf(offset: number): number };

/** The text with the line ends that XML makes of all: the parser would put each CR right in a copy of all that is around it. */
function withLf(text: string): Source {
  const shortened: number[] = [];
  const read = text.replaceAll(/\r\n?/g, (eol, at: number) => {
    if (eol.length > 1) shortened.push(at - shortened.length);
    return '\n';
  });
  const end = read.length;
  // The parser gives infinity for the end of a text that has characters beyond the basic plane.
  const offsetOf = (offset: number) =>
    Math.min(offset, end) + firstIndex(shortened, (at) => at >= Math.min(offset, end));
  return { text: read, offsetOf };
}

type Parsed = ReturnType<typeof tryParse>;

function doctypeOf(parsed: Parsed): XmlDocumentType | null {
  const nodes = 'problem' in parsed ? [] : parsed.children;
  return nodes.find((node) => node instanceof XmlDocumentType) ?? null;
}

/** Null for a text that is more than a root short of a document. */
function withoutRoot(text: string): XmlReading | null {
  const completed = tryParse(`${text}<x/>`);
  if ('problem' in completed || completed.root?.start !== text.length) return null;
  return completed.children.some((node) => node instanceof XmlDeclaration)
    ? problemAt(1, 'there is no root element')
    : ok(null);
}

function tryParse(text: string, more: ParserOptions = {}) {
  try {
    return parseXml(text, { ...OPTIONS, ...more });
  } catch (error) {
    if (error instanceof XmlError) return { problem: { line: error.line, message: reasonOf(error.message) } };
    // The parser goes into elements by recursion.
    if (error instanceof RangeError) return { problem: { line: 1, message: 'its elements are nested too deep' } };
    throw error;
  }
}

/** In our own words, because the parser's quote the text, and a password in it. */
function reasonOf(message: string): string {
  if (/root element/i.test(message)) return 'there is no root element';
  if (/extra content/i.test(message)) return 'something stands behind the root element';
  if (/end tag|start tag/i.test(message)) return 'an element is not closed';
  if (/entity|reference/i.test(message)) return 'an "&" begins nothing that XML knows; alone it is written "&amp;"';
  if (/attribute/i.test(message)) return 'an attribute is malformed or stands there twice';
  if (/declaration/i.test(message)) return 'the XML declaration is malformed or not at the very beginning';
  return 'it is not well-formed XML';
}

function problemAt(line: number, message: string): XmlReading {
  return failed({ line, message });
}

const ATTRIBUTE = /\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')/y;

function elementOf(source: Source, node: XmlElement, parent: Element | null, depth = 0): Element {
  assureDepth(depth);
  const { text, offsetOf } = source;
  const { name } = node;
  const [start, end] = [offsetOf(node.start), offsetOf(node.end)];
  const attributes: Attribute[] = [];
  let at = start + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) break;
    const [whole, key = '', quoted = ''] = match;
    at += whole.length;
    const from = at - whole.trimStart().length;
    const range = { start: at - quoted.length, end: at };
    attributes.push({ start: from, end: at, name: key, value: node.attributes[key] ?? '', quoted: range });
  }
  const tagEnd = text.indexOf('>', at) + 1;
  const selfClosing = text[tagEnd - 2] === '/';
  const content = selfClosing ? { start: end, end } : { start: tagEnd, end: text.lastIndexOf('</', end - 1) };
  const pieces: Piece[] = [];
  const elements: Element[] = [];
  const element: Element = { name, parent, start, end, attributes, content, selfClosing, pieces, elements };
  for (const child of node.children) {
    const range = { start: offsetOf(child.start), end: offsetOf(child.end) };
    if (child instanceof XmlElement) {
      const inner = elementOf(source, child, element, depth + 1);
      elements.push(inner);
      pieces.push({ kind: 'element', element: inner, ...range });
    } else if (child instanceof XmlText) {
      pieces.push({ kind: child instanceof XmlCdata ? 'cdata' : 'text', value: child.text, ...range });
    } else {
      pieces.push({ kind: 'other', ...range });
    }
  }
  return element;
}
