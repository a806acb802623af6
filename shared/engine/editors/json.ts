import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { failed, ok } from '../../contract/problem.ts';
import type { Document, Editor, Entry, Part, Splice, SyntaxProblem } from './editor.ts';
import { identityOf, stepText } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';
import { assureDepth, withinDepth } from './text/nesting.ts';
import { blanksBefore, dominantEol, insertLines, lineAt, removeLines, splitLines } from './text/lines.ts';

/** First element of every entry: the outermost object, which a file without text doesn't have. */
export const JSON_ROOT = '$';

type Property = {
  /** Its key and value. */
  readonly node: Node;
  readonly key: string;
  readonly value: Node;
};

type Tree = { readonly root: Node | undefined; readonly errors: readonly ParseError[] };

function treeOf(text: string): Tree {
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

function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function repeatedKey(node: Node, depth = 0): Node | null {
  assureDepth(depth);
  const seen = new Set<string>();
  for (const child of node.type === 'object' ? propertiesOf(node) : []) {
    if (seen.has(child.key)) return child.node;
    seen.add(child.key);
  }
  for (const child of node.children ?? []) {
    const repeated = repeatedKey(child, node.type === 'property' ? depth : depth + 1);
    if (repeated !== null) return repeated;
  }
  return null;
}

/** Strict JSON with an object outside; which of two equal keys counts differs between readers. */
function problemIn(text: string, { root, errors }: Tree): SyntaxProblem | null {
  if (text.trim() === '') return null;
  const [error] = errors;
  if (root === undefined || error !== undefined || !isStrict(text)) {
    // What is missing at the end is said of the last line that has something.
    const at = Math.min(error?.offset ?? 0, text.trimEnd().length);
    return { line: lineAt(text, at), message: 'this is no strict JSON, which has no comments either' };
  }
  if (root.type !== 'object') return { line: lineAt(text, root.offset), message: 'there is no object outside' };
  const repeated = repeatedKey(root);
  return repeated === null ? null : { line: lineAt(text, repeated.offset), message: 'this key stands there twice' };
}

/** Properties from the outside to the entry, as far as they exist. */
function chainTo(root: Node, [, ...keys]: EntryPath): readonly Property[] {
  const chain: Property[] = [];
  let object: Node = root;
  for (const key of keys) {
    const property = propertiesOf(object).find((candidate) => candidate.key === stepText(key));
    if (property === undefined) break;
    chain.push(property);
    object = property.value;
  }
  return chain;
}

function valueOf(text: string, node: Node): string {
  return node.type === 'string' ? String(node.value) : text.slice(node.offset, endOf(node));
}

/** `true`, `false` and whole numbers are bare where no text stood before. */
function spell(value: string, before: Node | null): string {
  const isBare = /^(?:true|false|-?(?:0|[1-9]\d{0,14}))$/.test(value) && before?.type !== 'string';
  return isBare ? value : JSON.stringify(value);
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
    const before = text.slice(object.offset + 1, last.node.offset);
    const gap = before.slice(before.trimEnd().length);
    const at = endOf(last.node);
    return { start: at, end: at, text: `,${gap}${render(keys, literal, gap, style)}` };
  }
  const at = object.offset + 1;
  const isLines = /[\r\n]/.test(text.slice(at, endOf(object)));
  const outer = blanksBefore(text, endOf(object) - 1);
  const gap = isLines ? style.eol + outer + style.indent : '';
  return { start: at, end: at, text: gap + render(keys, literal, gap, style) };
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

/** With what came around the entry and holds nothing else. */
function removeChain(text: string, root: Node, chain: readonly Property[], depth: number): readonly Splice[] {
  const objects = [root, ...chain.map(({ value }) => value)];
  const isAlone = (at: number) => propertiesOf(objects[at] ?? root).length === 1;
  let level = chain.length - 1;
  while (level > 0 && level >= depth && isAlone(level)) level -= 1;
  const [object, property] = [objects[level], chain[level]];
  if (level === 0 && depth === 0 && isAlone(0)) {
    return removeLines(
      text,
      splitLines(text).filter((line) => line.next > root.offset && line.start < endOf(root)),
    );
  }
  return object === undefined || property === undefined ? [] : [removeProperty(object, property)];
}

function leaves(text: string, node: Node, entry: EntryPath): readonly Entry[] {
  if (node.type !== 'object') return [{ entry, value: valueOf(text, node), start: node.offset }];
  return propertiesOf(node).flatMap(({ key, value }) => leaves(text, value, [...entry, key]));
}

function partsOf(node: Node, name: string): readonly Part[] {
  const [start, end] = [node.offset, endOf(node)];
  if (node.type === 'object') {
    return propertiesOf(node).flatMap(({ node: property, key, value }) => {
      const written = property.children?.[0] ?? property;
      return [
        { kind: 'key', start: written.offset, end: endOf(written), name: '' } as const,
        ...partsOf(value, `${name}.${key}`),
      ];
    });
  }
  if (node.type === 'array') return (node.children ?? []).flatMap((element) => partsOf(element, name));
  return [{ kind: 'value', start, end, name }];
}

function documentOf(text: string, root: Node | undefined): Document {
  const chainOf = (entry: EntryPath) => (root === undefined ? [] : chainTo(root, entry));

  function existing(entry: EntryPath): Node | null {
    const chain = chainOf(entry);
    return root !== undefined && chain.length === entry.length - 1 ? (chain.at(-1)?.value ?? root) : null;
  }

  function insert(entry: EntryPath, value: string): readonly Splice[] {
    const keys = entry.slice(1).map((key) => stepText(key));
    const literal = spell(value, null);
    const style = styleOf(text, root);
    if (root === undefined) {
      const lines = `{\n  ${render(keys, literal, '\n  ', { ...style, eol: '\n' })}\n}`;
      return [insertLines(text, text.length, lines.split('\n'))];
    }
    const chain = chainOf(entry);
    const object = chain.at(-1)?.value ?? root;
    // A value of another kind in the way is not ours to replace: nothing is set, which the caller notices.
    if (object.type !== 'object') return [];
    return [insertProperty(text, object, keys.slice(chain.length), literal, style)];
  }

  return {
    text,
    find(entry) {
      const node = existing(entry);
      return node === null ? [] : [{ start: node.offset, end: endOf(node), value: valueOf(text, node) }];
    },
    slots(entry) {
      const node = existing(entry);
      if (node === null) return [];
      const [start, end] = [node.offset, endOf(node)];
      return [{ raw: text.slice(start, end), isThere: true, put: (raw) => [{ start, end, text: raw }] }];
    },
    depth: (entry) => (root === undefined ? 0 : chainOf(entry).length + 1),
    set(entry, value) {
      const node = existing(entry);
      if (node === null) return insert(entry, value);
      if (valueOf(text, node) === value && node.type !== 'object' && node.type !== 'array') return [];
      return [{ start: node.offset, end: endOf(node), text: spell(value, node) }];
    },
    remove: (entry, depth) =>
      root === undefined || existing(entry) === null ? [] : removeChain(text, root, chainOf(entry), depth),
    parts: () => (root === undefined ? [] : partsOf(root, '')),
    entries: () => (root === undefined ? [] : leaves(text, root, [JSON_ROOT])),
  };
}

/**
 * Strict JSON, such as SwiftPM's registries.json. An entry begins with JSON_ROOT, then come the keys: `['$', 'registries', '[default]',
 * 'url']`. Arrays are values as a whole.
 */
export const jsonEditor: Editor = {
  // Not known to be read by every client.
  bomIsFatal: true,
  identify: identityOf,
  read(text) {
    return withinDepth(() => {
      const tree = treeOf(text);
      const problem = problemIn(text, tree);
      return problem === null ? ok(documentOf(text, tree.root)) : failed(problem);
    });
  },
};
