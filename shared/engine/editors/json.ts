import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from './editor.ts';
import { dominantEol, insertLines, removeLines, splitLines } from './text/lines.ts';

/** First element of every entry: the outermost object, which a file without text doesn't have. */
export const JSON_ROOT = '$';

type Property = {
  /** Its key and value. */
  readonly node: Node;
  readonly key: string;
  readonly value: Node;
};

function treeOf(text: string): { readonly root: Node | undefined; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true });
  return { root, errors };
}

function propertiesOf(object: Node): readonly Property[] {
  return (object.children ?? []).flatMap((node): Property[] => {
    const [key, value] = node.children ?? [];
    return key === undefined || value === undefined ? [] : [{ node, key: String(key.value), value }];
  });
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

function lineAt(text: string, offset: number): number {
  return Math.max(1, splitLines(text).findIndex(({ next }) => offset < next) + 1);
}

function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function repeatedKey(node: Node): Node | null {
  const seen = new Set<string>();
  for (const child of node.type === 'object' ? propertiesOf(node) : []) {
    if (seen.has(child.key)) return child.node;
    seen.add(child.key);
  }
  for (const child of node.children ?? []) {
    const repeated = repeatedKey(child);
    if (repeated !== null) return repeated;
  }
  return null;
}

/** Strict JSON with an object outside; which of two equal keys counts differs between readers. */
function check(text: string): SyntaxProblem | null {
  if (text.trim() === '') return null;
  const { root, errors } = treeOf(text);
  const [error] = errors;
  if (root === undefined || error !== undefined || !isStrict(text)) {
    return { line: lineAt(text, error?.offset ?? 0), message: 'this is no strict JSON, which has no comments either' };
  }
  if (root.type !== 'object') return { line: lineAt(text, root.offset), message: 'there is no object outside' };
  const repeated = repeatedKey(root);
  return repeated === null ? null : { line: lineAt(text, repeated.offset), message: 'this key stands there twice' };
}

/** Properties from the outside to the entry, as far as they exist; `null` for no object outside. */
function pathIn(
  text: string,
  [, ...keys]: EntryPath,
): { readonly root: Node; readonly chain: readonly Property[] } | null {
  const { root } = treeOf(text);
  if (root === undefined) return null;
  const chain: Property[] = [];
  let object: Node = root;
  for (const key of keys) {
    const property = propertiesOf(object).find((candidate) => candidate.key === key);
    if (property === undefined) break;
    chain.push(property);
    object = property.value;
  }
  return { root, chain };
}

function valueOf(text: string, node: Node): string {
  return node.type === 'string' ? String(node.value) : text.slice(node.offset, endOf(node));
}

function existing(text: string, entry: EntryPath): Node | null {
  const path = pathIn(text, entry);
  return path !== null && path.chain.length === entry.length - 1 ? (path.chain.at(-1)?.value ?? path.root) : null;
}

/** `true`, `false` and whole numbers are bare where no text stood before. */
function spell(value: string, before: Node | null): string {
  const isBare = /^(?:true|false|-?(?:0|[1-9]\d{0,14}))$/.test(value) && before?.type !== 'string';
  return isBare ? value : JSON.stringify(value);
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  const node = existing(text, entry);
  return node === null ? [] : [{ start: node.offset, end: endOf(node), value: valueOf(text, node) }];
}

function capture(text: string, entry: EntryPath): Before {
  const path = pathIn(text, entry);
  const [found] = find(text, entry);
  if (found !== undefined) return { kind: 'present', raws: [text.slice(found.start, found.end)] };
  return { kind: 'absent', depth: path === null ? 0 : path.chain.length + 1 };
}

type Style = { readonly eol: string; readonly indent: string; readonly colon: string };

/** As the file's first property is written. */
function styleOf(text: string, root: Node | undefined): Style {
  const [first] = root === undefined ? [] : propertiesOf(root);
  const [key] = first?.node.children ?? [];
  const indent = first === undefined ? '' : (/\n([ \t]+)$/.exec(text.slice(0, first.node.offset))?.[1] ?? '');
  const colon = first === undefined || key === undefined ? '' : text.slice(endOf(key), first.value.offset);
  return {
    eol: dominantEol(text),
    indent: indent === '' ? '  ' : indent,
    colon: /^[ \t]*:[ \t]*$/.test(colon) ? colon : ': ',
  };
}

/** `"a": { "b": 1 }` in lines that begin with `gap`, or on one line where that has no line end. */
function render([key = '', ...inner]: readonly string[], literal: string, gap: string, style: Style): string {
  const start = JSON.stringify(key) + style.colon;
  if (inner.length === 0) return start + literal;
  const isLines = /[\r\n]/.test(gap);
  const content = render(inner, literal, isLines ? gap + style.indent : gap, style);
  return isLines ? `${start}{${gap}${style.indent}${content}${gap}}` : `${start}{${content}}`;
}

/** Behind the last property, spaced like that one. */
function insertProperty(text: string, object: Node, keys: readonly string[], literal: string, style: Style): Splice {
  const properties = propertiesOf(object);
  const last = properties.at(-1);
  if (last !== undefined) {
    const gap = /\s*$/.exec(text.slice(object.offset + 1, last.node.offset))?.[0] ?? '';
    const at = endOf(last.node);
    return { start: at, end: at, text: `,${gap}${render(keys, literal, gap, style)}` };
  }
  const at = object.offset + 1;
  const isLines = /[\r\n]/.test(text.slice(at, endOf(object)));
  const outer = /[ \t]*$/.exec(text.slice(at, endOf(object) - 1))?.[0] ?? '';
  const gap = isLines ? style.eol + outer + style.indent : '';
  return { start: at, end: at, text: gap + render(keys, literal, gap, style) };
}

function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const node = existing(text, entry);
  if (node !== null) {
    if (valueOf(text, node) === value && node.type !== 'object' && node.type !== 'array') return [];
    return [{ start: node.offset, end: endOf(node), text: spell(value, node) }];
  }
  const keys = entry.slice(1);
  const literal = spell(value, null);
  const path = pathIn(text, entry);
  const style = styleOf(text, path?.root);
  if (path === null) {
    const lines = `{\n  ${render(keys, literal, '\n  ', { ...style, eol: '\n' })}\n}`;
    return [insertLines(text, text.length, lines.split('\n'))];
  }
  const object = path.chain.at(-1)?.value ?? path.root;
  // A value of another kind in the way is not ours to replace: nothing is set, which the caller notices.
  if (object.type !== 'object') return [];
  return [insertProperty(text, object, keys.slice(path.chain.length), literal, style)];
}

/** Takes out a property of an object with the comma that it came with. */
function removeProperty(object: Node, { node }: Property): Splice {
  const properties = propertiesOf(object).map((property) => property.node);
  const index = properties.indexOf(node);
  const [before, after] = [properties[index - 1], properties[index + 1]];
  if (before !== undefined) return { start: endOf(before), end: endOf(node), text: '' };
  if (after !== undefined) return { start: node.offset, end: after.offset, text: '' };
  return { start: object.offset + 1, end: endOf(node), text: '' };
}

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const path = pathIn(text, entry);
  const [found] = find(text, entry);
  if (path === null || found === undefined) return [];
  if (before.kind === 'present') {
    const raw = before.raws.at(-1) ?? '';
    return text.slice(found.start, found.end) === raw ? [] : [{ start: found.start, end: found.end, text: raw }];
  }
  const objects = [path.root, ...path.chain.map(({ value }) => value)];
  let level = path.chain.length - 1;
  const isAlone = (at: number) => propertiesOf(objects[at] ?? path.root).length === 1;
  // What came around the entry leaves with the last one in it.
  while (level > 0 && level >= before.depth && isAlone(level)) level -= 1;
  const [object, property] = [objects[level], path.chain[level]];
  if (level === 0 && before.depth === 0 && isAlone(0)) {
    return removeLines(
      text,
      splitLines(text).filter((line) => line.next > path.root.offset && line.start < endOf(path.root)),
    );
  }
  return object === undefined || property === undefined ? [] : [removeProperty(object, property)];
}

function leaves(text: string, node: Node, path: EntryPath): { readonly entry: EntryPath; readonly value: string }[] {
  if (node.type !== 'object') return [{ entry: path, value: valueOf(text, node) }];
  return propertiesOf(node).flatMap(({ key, value }) => leaves(text, value, [...path, key]));
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  const { root } = treeOf(text);
  return root === undefined ? [] : leaves(text, root, [JSON_ROOT]);
}

/**
 * Strict JSON, such as SwiftPM's registries.json. An entry begins with JSON_ROOT, then come the keys: `['$', 'registries', '[default]',
 * 'url']`. Arrays are values as a whole.
 */
export const jsonEditor: Editor = {
  // Not known to be read by every client.
  bomIsFatal: true,
  identify: (entry) => JSON.stringify(entry),
  check,
  find,
  capture,
  set,
  restore,
  list,
};
