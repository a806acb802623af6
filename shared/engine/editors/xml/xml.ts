import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from '../editor.ts';
import { insertLines, pairFromLast } from '../text/lines.ts';
import { elementsAlong, stepTo } from './dialect.ts';
import type { XmlDialect } from './dialect.ts';
import { lineAt, readXml } from './document.ts';
import type { Attribute, Element } from './document.ts';
import { indentUnit, insertElement } from './layout.ts';
import { rawOf, restoreRaw } from './raw.ts';
import { removeAll } from './removal.ts';
import { renderElement } from './render.ts';
import { areMissing, sitesOf } from './site.ts';
import type { Site } from './site.ts';
import { contentWith, quoteLike, textOf } from './value.ts';

/** Stands in front of a value that the client would decrypt: what it reads can't be known. */
const ENCRYPTED = 'encrypted:';

/**
 * Editor of XML files. The last element of an entry is `@name` for an attribute, or a child element for its text. New elements go
 * behind their siblings; an element that stands several times is edited each time.
 */
export function createXmlEditor(dialect: XmlDialect, isEncrypted?: (value: string) => boolean): Editor {
  return {
    bomIsFatal: false,
    identify: (entry) => JSON.stringify(entry),
    check: (text) => check(dialect, text),
    incomplete(text) {
      const { root } = readXml(text);
      return root === null ? null : dialect.incomplete(root, text);
    },
    find: (text, entry) => find(dialect, text, entry),
    capture: (text, entry) => capture(dialect, text, entry),
    set: (text, entry, value) => set(dialect, text, entry, value),
    restore: (text, entry, before) => restore(dialect, text, entry, before),
    list: (text) => list(dialect, text),
    ...(isEncrypted === undefined ? {} : { isEncrypted }),
  };
}

function check(dialect: XmlDialect, text: string): SyntaxProblem | null {
  const { root, problem } = readXml(text);
  if (root === null) return problem;
  if (root.name !== dialect.root.name) {
    return { line: lineAt(text, root.start), message: `the root element is not <${dialect.root.name}>` };
  }
  return dialect.check(root, text);
}

function occurrenceAt(dialect: XmlDialect, site: Site): Occurrence {
  const { kind, holder, leaf } = site;
  if (leaf === null) return { start: holder.end, end: holder.end, value: '' };
  if (kind === 'element') return { ...leaf.content, value: textOf(leaf) };
  return { ...leaf.quoted, value: (dialect.rename(holder) === null ? '' : ENCRYPTED) + leaf.value };
}

function find(dialect: XmlDialect, text: string, entry: EntryPath): readonly Occurrence[] {
  const sites = sitesOf(dialect, readXml(text).root, entry);
  return areMissing(dialect, sites) ? [] : sites.map((site) => occurrenceAt(dialect, site));
}

function capture(dialect: XmlDialect, text: string, entry: EntryPath): Before {
  const { root } = readXml(text);
  const sites = sitesOf(dialect, root, entry);
  if (!areMissing(dialect, sites)) return { kind: 'present', raws: sites.map((site) => rawOf(text, site, dialect)) };
  const containers = elementsAlong(dialect, root, entry.slice(0, -1));
  return { kind: 'absent', depth: containers.filter((elements) => elements.length > 0).length };
}

function set(dialect: XmlDialect, text: string, entry: EntryPath, value: string): readonly Splice[] {
  const { root } = readXml(text);
  const sites = sitesOf(dialect, root, entry);
  if (sites.length > 0) {
    return sites
      .filter((site) => site.leaf === null || occurrenceAt(dialect, site).value !== value)
      .flatMap((site) => setAt(dialect, text, root, site, entry, value));
  }
  const levels = elementsAlong(dialect, root, entry.slice(0, -1)).filter((elements) => elements.length > 0);
  const lines = renderElement(dialect, entry.slice(levels.length), value, indentUnit(text, root));
  const holder = levels.at(-1)?.[0];
  if (holder !== undefined) return [insertElement(text, root, holder, lines)];
  const { declaration } = dialect.root;
  return [insertLines(text, text.length, text === '' && declaration !== null ? [declaration, ...lines] : lines)];
}

function setAt(
  dialect: XmlDialect,
  text: string,
  root: Element | null,
  { kind, holder, leaf }: Site,
  entry: EntryPath,
  value: string,
): readonly Splice[] {
  if (kind === 'element') {
    if (leaf === null) return [insertElement(text, root, holder, renderElement(dialect, entry.slice(-1), value, ''))];
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
    splices.push({ start: behind, end: behind, text: ` ${entry.at(-1)?.slice(1)}=${quoteLike(value, '')}` });
  } else {
    splices.push(spliceOf(leaf, value));
  }
  return splices.sort((a, b) => a.start - b.start);
}

function restore(dialect: XmlDialect, text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const { root } = readXml(text);
  const sites = sitesOf(dialect, root, entry);
  if (before.kind === 'absent') return removeAll(dialect, text, entry, sites, before.depth);
  return pairFromLast(sites, before.raws).flatMap(({ left, right }) => {
    const splices = restoreRaw(text, left, right);
    return splices ?? removeAll(dialect, text, entry, [left], entry.length - 1);
  });
}

function list(dialect: XmlDialect, text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  const { root } = readXml(text);
  return root === null ? [] : listed(dialect, root, []);
}

function listed(
  dialect: XmlDialect,
  element: Element,
  above: EntryPath,
): readonly { readonly entry: EntryPath; readonly value: string }[] {
  const entry = [...above, stepTo(dialect, element)];
  const key = dialect.keys[dialect.elementName(element.name)];
  const attributes = element.attributes
    .map((attribute) => ({ attribute, name: `@${dialect.attributeName(attribute.name)}` }))
    .filter(({ name }) => name !== key && !/^@xmlns(?::|$)/.test(name))
    .map(({ attribute, name }) => {
      const site: Site = { kind: 'attribute', holder: element, leaf: attribute };
      return { entry: [...entry, name], value: occurrenceAt(dialect, site).value };
    });
  const text = textOf(element);
  const own = text === '' ? [] : [{ entry, value: text }];
  const inner = element.elements
    .filter((child) => dialect.elementName(child.name) !== key)
    .flatMap((child) => listed(dialect, child, entry));
  return [...attributes, ...own, ...inner];
}
