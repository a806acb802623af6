import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Alias, Document, ErrorCode, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { failed, ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { Entry, Part, SyntaxProblem } from '../editor.ts';
import { isSelection, item } from '../text/entry-path.ts';
import type { EntryPath, PathStep } from '../text/entry-path.ts';
import { lineAt } from '../text/lines.ts';
import { assureDepth } from '../text/nesting.ts';

export type Container = YAMLMap.Parsed | YAMLSeq.Parsed;

/** Element number `index` of a container, which a step of a path leads to; `node` is null for one without a value, such as `a` in `{a}`. */
export type Hop = { readonly container: Container; readonly index: number; readonly node: ParsedNode | null };

/** A text that its clients read; `root` is null when it holds nothing but comments and markers. */
export type YamlText = {
  readonly text: string;
  readonly document: Document.Parsed | null;
  readonly root: YAMLMap.Parsed | null;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, ParsedNode | null>;
};

/** What js-yaml, the reader inside Yarn and pnpm, refuses a whole file for. */
const UNPRINTABLE = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]|\p{Cs}/u;
const LONE_CR = /\r(?!\n)/;

/** The parser's own messages may quote the text, which holds secrets. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT: 'its indentation fits nothing above it',
  BAD_DQ_ESCAPE: 'a double-quoted text has an unknown escape',
  MISSING_CHAR: 'a quote, a bracket, a comma or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing',
  TAB_AS_INDENT: 'it is indented with a tab',
};

/** Values stay text whatever they look like: `true` and `012` come back as they are written. */
function streamOf(text: string) {
  return parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
  });
}

type Stream = ReturnType<typeof streamOf>;

/** Reads a text as Yarn, pnpm and RubyGems do; fails with what they would stumble over. */
export function readYaml(text: string): Result<YamlText, SyntaxProblem> {
  const at = (offset: number, message: string) => failed(problemAt(text, offset, message));
  const unprintable = text.search(UNPRINTABLE);
  if (unprintable >= 0) return at(unprintable, 'it holds a character that YAML does not allow');
  const loneCr = text.search(LONE_CR);
  if (loneCr >= 0) return at(loneCr, 'it ends with a carriage return alone');
  const stream = streamOf(text);
  const problem = problemIn(text, stream);
  if (problem !== null) return failed(problem);
  const [document = null] = stream;
  const targets = document === null ? new Map<Alias, ParsedNode | null>() : targetsIn(document);
  const dangling = [...targets].find(([, target]) => target === null)?.[0];
  if (dangling !== undefined) return at(dangling.range?.[0] ?? 0, 'it refers to an anchor that is not there');
  const root = document !== null && isMap(document.contents) ? document.contents : null;
  assureDepthOf(root, 0);
  return ok({ text, document, root, targets });
}

function assureDepthOf(node: ParsedNode | null, depth: number): void {
  assureDepth(depth);
  if (isMap(node)) for (const { value } of node.items) assureDepthOf(value, depth + 1);
  else if (isSeq(node)) for (const element of node.items) assureDepthOf(element, depth + 1);
}

function problemIn(text: string, stream: Stream): SyntaxProblem | null {
  const errors = 'empty' in stream ? stream.errors : stream.flatMap((document) => document.errors);
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) return problemAt(text, first.pos[0], MESSAGES[first.code] ?? 'it is not valid YAML');
  const [document, second] = stream;
  if (document === undefined) return null;
  if (second !== undefined) return problemAt(text, second.range[0], 'a second document begins here');
  const { contents } = document;
  if (contents !== null && !isMap(contents) && !isEmpty(contents)) {
    return problemAt(text, contents.range[0], 'it is not a list of keys and values');
  }
  return repeatedKey(text, document);
}

/** The parser's own look for these compares each key with all others. */
function repeatedKey(text: string, document: Document.Parsed): SyntaxProblem | null {
  let problem: SyntaxProblem | null = null;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name) && name !== '<<') {
          problem = problemAt(text, key.range?.[0] ?? 0, 'this key stands there twice');
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return problem;
}

/** The last node in front of each alias that has its anchor, all at once: the parser's own look goes through the document for each. */
function targetsIn(document: Document.Parsed): ReadonlyMap<Alias, ParsedNode | null> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode | null>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) targets.set(node, anchors.get(node.source) ?? null);
      else if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    },
  });
  return targets;
}

/** What is only noticed at the end of the text is said of the last line that has something. */
function problemAt(text: string, offset: number, message: string): SyntaxProblem {
  return { line: lineAt(text, Math.min(offset, text.trimEnd().length)), message };
}

/** True for a value that is not written at all: `key:` with nothing behind it. */
export function isEmpty(node: ParsedNode | null): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.source === '';
}

export function isFlow(container: Container): boolean {
  return container.srcToken?.type === 'flow-collection';
}

/** The same for every item that names one URL, whoever the user in it and whether or not it ends in a slash. */
export function itemIdentity(value: string): string {
  const url = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/@]*@)?([^]*?)\/?$/i.exec(value);
  return url === null ? value : `${url[1]}${url[2]}/`;
}

/** The text of a scalar, or of the one that an alias stands for; null for a list or a map. */
export function textOf({ targets }: YamlText, node: ParsedNode | null): string | null {
  const target = isAlias(node) ? (targets.get(node) ?? null) : node;
  return isScalar(target) ? String(target.value) : null;
}

/** A map's key as its clients see it; one that is a list or a map itself is as it is written. */
export function keyText(yaml: YamlText, key: ParsedNode): string {
  return textOf(yaml, key) ?? yaml.text.slice(key.range[0], key.range[1]);
}

/** How far an entry's path exists, step by step. */
export function trailOf(yaml: YamlText, entry: EntryPath): readonly Hop[] {
  const trail: Hop[] = [];
  let node: ParsedNode | null = yaml.root;
  for (const step of entry) {
    const [hop] = hopsInto(yaml, node, step);
    if (hop === undefined) break;
    trail.push(hop);
    node = hop.node;
  }
  return trail;
}

/** The elements of a node that a path's step names: one of a map, several of a list. */
export function hopsInto(yaml: YamlText, node: ParsedNode | null, step: PathStep): readonly Hop[] {
  if (isMap(node)) {
    const index = node.items.findIndex(({ key }) => keyText(yaml, key) === step);
    const pair = node.items[index];
    return pair === undefined ? [] : [{ container: node, index, node: pair.value }];
  }
  if (!isSeq(node) || !isSelection(step)) return [];
  const wanted = itemIdentity(step.is);
  return node.items.flatMap((element, index) => {
    const text = textOf(yaml, element);
    return text !== null && itemIdentity(text) === wanted ? [{ container: node, index, node: element }] : [];
  });
}

/** True when an alias elsewhere shows one of these nodes too, so that a change here would be one there. */
export function isShared({ document }: YamlText, nodes: readonly (ParsedNode | null)[]): boolean {
  const anchors = new Set(
    nodes.flatMap((node) => (node !== null && !isAlias(node) && node.anchor ? [node.anchor] : [])),
  );
  if (anchors.size === 0 || document === null) return false;
  let shared = false;
  visit(document, {
    Alias(_, { source }) {
      shared ||= anchors.has(source);
    },
  });
  return shared;
}

/** Keys, and values one by one, those of lists too. */
export function partsOf(yaml: YamlText): readonly Part[] {
  const parts: Part[] = [];
  const addValue = (node: ParsedNode | null, name: string): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        parts.push({ kind: 'key', start: key.range[0], end: key.range[1], name: '' });
        addValue(value, `${name}.${keyText(yaml, key)}`);
      }
    } else if (isSeq(node)) {
      for (const element of node.items) addValue(element, name);
    } else if (node !== null && !isEmpty(node)) {
      const [start, end] = node.range;
      parts.push({ kind: 'value', start, end, name });
    }
  };
  addValue(yaml.root, '');
  return parts;
}

/** Every value with its path, in file order; a list or map that an alias stands for is listed where it is written. */
export function entriesOf(yaml: YamlText): readonly Entry[] {
  const entries: Entry[] = [];
  const add = (node: ParsedNode | null, entry: EntryPath): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) add(value, [...entry, keyText(yaml, key)]);
    } else if (isSeq(node)) {
      for (const [index, element] of node.items.entries()) {
        const text = textOf(yaml, element);
        add(element, [...entry, item(text === null ? String(index) : itemIdentity(text))]);
      }
    } else if (node !== null && !isEmpty(node)) {
      const [start, end] = node.range;
      entries.push({ entry, value: textOf(yaml, node) ?? yaml.text.slice(start, end), start });
    }
  };
  add(yaml.root, []);
  return entries;
}
