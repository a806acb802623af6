import type { ParsedNode } from 'yaml';
import { isAlias, isScalar } from 'yaml';
import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from '../editor.ts';
import { pairFromLast } from '../text/lines.ts';
import {
  isEmpty,
  isItem,
  isShared,
  itemIdentity,
  listValues,
  parseYaml,
  problemIn,
  stepsInto,
  textOf,
  trailOf,
} from './document.ts';
import type { Step, YamlText } from './document.ts';
import { rangeOf } from './extent.ts';
import { insert, remove } from './place.ts';
import { spellLike, styleOf } from './spelling.ts';

type Value = { readonly step: Step; readonly node: ParsedNode };

/** Every place of the entry, also one that holds a list or a map and is none for a value. */
function placesOf(yaml: YamlText, entry: EntryPath): readonly Step[] {
  const container =
    entry.length === 1 ? yaml.root : (trailOf(yaml, entry.slice(0, -1))[entry.length - 2]?.node ?? null);
  return stepsInto(yaml, container, entry.at(-1) ?? '');
}

function valuesOf(yaml: YamlText, entry: EntryPath): readonly Value[] {
  return placesOf(yaml, entry).flatMap((step) =>
    step.node !== null && (isScalar(step.node) || isAlias(step.node)) && textOf(yaml, step.node) !== null
      ? [{ step, node: step.node }]
      : [],
  );
}

function identify(entry: EntryPath): string {
  return JSON.stringify(entry.map((element) => (isItem(element) ? itemIdentity(element.slice(1, -1)) : element)));
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  const yaml = parseYaml(text);
  return valuesOf(yaml, entry).map(({ node }) => ({ ...rangeOf(yaml, node), value: textOf(yaml, node) ?? '' }));
}

function capture(text: string, entry: EntryPath): Before {
  const yaml = parseYaml(text);
  const values = valuesOf(yaml, entry);
  if (values.length === 0) return { kind: 'absent', depth: trailOf(yaml, entry).length };
  const raws = values.map(({ node }) => {
    const { start, end } = rangeOf(yaml, node);
    return text.slice(start, end);
  });
  return { kind: 'present', raws };
}

function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const yaml = parseYaml(text);
  const values = valuesOf(yaml, entry);
  const trail = trailOf(yaml, entry);
  if (values.length === 0) return insert(yaml, entry, trail, value);
  const style = styleOf(yaml);
  if (isShared(yaml, [yaml.root, ...trail.map(({ node }) => node), ...values.map(({ node }) => node)])) return [];
  return values
    .filter(({ node }) => textOf(yaml, node) !== value)
    .map(({ node }) => replace(yaml, node, spellLike(value, node, style)));
}

/** A value that was not written at all gets a blank in front, and takes it along when it goes. */
function replace(yaml: YamlText, node: ParsedNode, raw: string): Splice {
  const { start, end } = rangeOf(yaml, node);
  if (isEmpty(node)) return { start, end, text: raw === '' ? '' : ` ${raw}` };
  return { start: raw === '' && yaml.text[start - 1] === ' ' ? start - 1 : start, end, text: raw };
}

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const yaml = parseYaml(text);
  const values = valuesOf(yaml, entry);
  if (before.kind === 'absent') {
    return values.length === 0
      ? []
      : remove(
          yaml,
          trailOf(yaml, entry),
          values.map(({ step }) => step),
          before.depth,
        );
  }
  return pairFromLast(values, before.raws)
    .map(({ left, right }) => replace(yaml, left.node, right))
    .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  return listValues(parseYaml(text));
}

function check(text: string): SyntaxProblem | null {
  return problemIn(text);
}

const common = { identify, check, find, capture, set, restore, list };

/**
 * .yarnrc.yml and pnpm-workspace.yaml. An entry is the path of keys, and at its end `[text]` for an item of a list, which a URL
 * names without its user. Values are what stands there as text, or what an alias stands for. Refused are files with two
 * documents or two equal keys, which pnpm fails on and Yarn reads the last of. Nothing is set inside what an alias elsewhere
 * repeats, or where a list or another value stands in the way.
 */
export const yamlEditor: Editor = { ...common, bomIsFatal: false };

/** RubyGems' .gemrc and credentials: `[':sources', '[https://host/ruby/repository/]']`. RubyGems 3.3 skips a file with a BOM. */
export const gemrcEditor: Editor = { ...common, bomIsFatal: true };
