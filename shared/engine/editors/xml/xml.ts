import { failed, ok } from '../../../contract/problem.ts';
import type { Document, Editor, Entry, Occurrence, Part, Slot, Splice, SyntaxProblem } from '../editor.ts';
import { identityOf, stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { insertLines, lineAt } from '../text/lines.ts';
import { elementsAlong, stepTo } from './dialect.ts';
import type { XmlDialect } from './dialect.ts';
import { readXml } from './document.ts';
import type { Attribute, Element } from './document.ts';
import { insertElement, layoutOf, renderElement } from './layout.ts';
import type { Layout } from './layout.ts';
import { removeAll } from './removal.ts';
import { areMissing, rawOf, restoreRaw, sitesOf } from './site.ts';
import type { Site } from './site.ts';
import { contentWith, quoteLike, textOf } from './value.ts';

/** Stands in front of a value that the client would decrypt: what it reads can't be known. */
const ENCRYPTED = 'encrypted:';

/**
 * Editor of XML files. The last step of an entry is `@name` for an attribute, or a child element for its text. New elements go
 * behind their siblings; an element that stands several times is edited each time.
 */
export function createXmlEditor(dialect: XmlDialect, isEncrypted?: (value: string) => boolean): Editor {
  return {
    bomIsFatal: false,
    identify: identityOf,
    read(text) {
      const xml = readXml(text);
      if (!xml.ok) return xml;
      const fault = xml.value === null ? null : faultIn(dialect, xml.value, text);
      return fault === null ? ok(documentOf(dialect, text, xml.value)) : failed(fault);
    },
    ...(isEncrypted === undefined ? {} : { isEncrypted }),
  };
}

function faultIn(dialect: XmlDialect, root: Element, text: string): SyntaxProblem | null {
  if (root.name !== dialect.root.name) {
    return { line: lineAt(text, root.start), message: `the root element is not <${dialect.root.name}>` };
  }
  return dialect.check(root, text);
}

function documentOf(dialect: XmlDialect, text: string, root: Element | null): Document {
  const layout = layoutOf(text, root);
  const sitesAt = (entry: EntryPath) => sitesOf(dialect, root, entry);
  /** Per leading step, as far as the path exists, the elements that it leads to. */
  const holdersOf = (entry: EntryPath) =>
    elementsAlong(dialect, root, entry.slice(0, -1)).filter((elements) => elements.length > 0);

  function insert(entry: EntryPath, value: string): Splice {
    const levels = holdersOf(entry);
    const lines = renderElement(dialect, entry.slice(levels.length), value, layout.unit());
    const holder = levels.at(-1)?.[0];
    if (holder !== undefined) return insertElement(layout, holder, lines);
    const { declaration } = dialect.root;
    return insertLines(text, text.length, text === '' && declaration !== null ? [declaration, ...lines] : lines);
  }

  return {
    text,
    find(entry) {
      const sites = sitesAt(entry);
      return areMissing(dialect, sites) ? [] : sites.map((site) => occurrenceAt(dialect, site));
    },
    slots(entry) {
      const sites = sitesAt(entry);
      const isThere = !areMissing(dialect, sites);
      return sites.map((site): Slot => {
        return {
          raw: rawOf(text, site, dialect),
          isThere,
          put: (raw) => restoreRaw(text, site, raw) ?? removeAll(dialect, text, entry, [site], entry.length - 1),
        };
      });
    },
    depth: (entry) => holdersOf(entry).length,
    set(entry, value) {
      const sites = sitesAt(entry);
      if (sites.length === 0) return [insert(entry, value)];
      return sites
        .filter((site) => site.leaf === null || occurrenceAt(dialect, site).value !== value)
        .flatMap((site) => setAt(dialect, layout, site, entry, value));
    },
    remove: (entry, depth) => removeAll(dialect, text, entry, sitesAt(entry), depth),
    parts: () => (root === null ? [] : partsIn(dialect, root, '')),
    entries: () => (root === null ? [] : entriesIn(dialect, root, [])),
    incomplete: () => (root === null ? null : dialect.incomplete(root, text)),
  };
}

function occurrenceAt(dialect: XmlDialect, site: Site): Occurrence {
  const { kind, holder, leaf } = site;
  if (leaf === null) return { start: holder.end, end: holder.end, value: '' };
  if (kind === 'element') return { ...leaf.content, value: textOf(leaf) };
  return { ...leaf.quoted, value: (dialect.rename(holder) === null ? '' : ENCRYPTED) + leaf.value };
}

function setAt(
  dialect: XmlDialect,
  layout: Layout,
  { kind, holder, leaf }: Site,
  entry: EntryPath,
  value: string,
): readonly Splice[] {
  const { text } = layout;
  if (kind === 'element') {
    if (leaf === null) return [insertElement(layout, holder, renderElement(dialect, entry.slice(-1), value, ''))];
    const content = contentWith(text, leaf, value);
    return leaf.selfClosing
      ? [{ start: leaf.end - 2, end: leaf.end, text: `>${content}</${leaf.name}>` }]
      : [{ ...leaf.content, text: content }];
  }
  const spliceOf = ({ quoted }: Attribute, to: string): Splice => {
    return { ...quoted, text: quoteLike(to, text.slice(quoted.start, quoted.end)) };
  };
  const renamed = dialect.rename(holder);
  const splices = renamed === null ? [] : [spliceOf(renamed.attribute, renamed.to)];
  if (leaf === null) {
    const behind = holder.attributes.at(-1)?.end ?? holder.start + 1 + holder.name.length;
    splices.push({ start: behind, end: behind, text: ` ${stepText(entry.at(-1)).slice(1)}=${quoteLike(value, '')}` });
  } else {
    splices.push(spliceOf(leaf, value));
  }
  return splices.sort((a, b) => a.start - b.start);
}

function entriesIn(dialect: XmlDialect, element: Element, above: EntryPath): readonly Entry[] {
  const entry = [...above, stepTo(dialect, element)];
  const key = dialect.keys[dialect.elementName(element.name)];
  const attributes = element.attributes
    .map((attribute) => ({ attribute, name: `@${dialect.attributeName(attribute.name)}` }))
    .filter(({ name }) => name !== key && !/^@xmlns(?::|$)/.test(name))
    .map(({ attribute, name }) => {
      const site: Site = { kind: 'attribute', holder: element, leaf: attribute };
      const { value, start } = occurrenceAt(dialect, site);
      return { entry: [...entry, name], value, start };
    });
  const text = textOf(element);
  const own = text === '' ? [] : [{ entry, value: text, start: element.content.start }];
  const inner = element.elements
    .filter((child) => dialect.elementName(child.name) !== key)
    .flatMap((child) => entriesIn(dialect, child, entry));
  return [...attributes, ...own, ...inner];
}

/** Names of elements and attributes, and what tells NuGet's settings apart, are keys; other texts and attributes are values. */
function partsIn(dialect: XmlDialect, element: Element, above: string): readonly Part[] {
  const { name, start, end, content, selfClosing, attributes, pieces, elements } = element;
  const tagKey = dialect.keys[dialect.elementName(name)];
  const identity = attributes.find((attribute) => `@${dialect.attributeName(attribute.name)}` === tagKey);
  const path = [above, name, ...(identity === undefined ? [] : [identity.value])].join('.');
  const key = (from: number, length: number): Part => ({ kind: 'key', start: from, end: from + length, name: '' });
  return [
    key(start + 1, name.length),
    ...attributes.flatMap((attribute): Part[] => [
      key(attribute.start, attribute.name.length),
      { ...attribute.quoted, kind: attribute === identity ? 'key' : 'value', name: `${path}.@${attribute.name}` },
    ]),
    ...pieces.flatMap((piece): Part[] =>
      'value' in piece ? [{ kind: 'value', start: piece.start, end: piece.end, name: path }] : [],
    ),
    ...elements.flatMap((inner) => partsIn(dialect, inner, path)),
    ...(selfClosing ? [] : [key(content.end + 2, Math.min(name.length, end - content.end - 2))]),
  ];
}
