import type { ParsedNode } from 'yaml';
import { isAlias, isScalar } from 'yaml';
import { ok } from '../../../contract/problem.ts';
import type { Document, Editor, Splice } from '../editor.ts';
import { identityOf, isSelection, item } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { withinDepth } from '../text/nesting.ts';
import {
  entriesOf,
  hopsInto,
  isEmpty,
  isShared,
  itemIdentity,
  partsOf,
  readYaml,
  textOf,
  trailOf,
} from './document.ts';
import type { Hop, YamlText } from './document.ts';
import { insert, rangeOf, remove } from './place.ts';
import { spellLike, styleOf } from './spelling.ts';

type Value = { readonly hop: Hop; readonly node: ParsedNode };

/** Every place of the entry, also one that holds a list or a map and is none for a value. */
function placesOf(yaml: YamlText, entry: EntryPath): readonly Hop[] {
  const last = entry.at(-1);
  const container =
    entry.length === 1 ? yaml.root : (trailOf(yaml, entry.slice(0, -1))[entry.length - 2]?.node ?? null);
  return last === undefined ? [] : hopsInto(yaml, container, last);
}

function valuesOf(yaml: YamlText, entry: EntryPath): readonly Value[] {
  return placesOf(yaml, entry).flatMap((hop) =>
    hop.node !== null && (isScalar(hop.node) || isAlias(hop.node)) && textOf(yaml, hop.node) !== null
      ? [{ hop, node: hop.node }]
      : [],
  );
}

/** A value that was not written at all gets a blank in front, and takes it along when it goes. */
function replace(yaml: YamlText, node: ParsedNode, raw: string): Splice {
  const { start, end } = rangeOf(yaml, node);
  if (isEmpty(node)) return { start, end, text: raw === '' ? '' : ` ${raw}` };
  return { start: raw === '' && yaml.text[start - 1] === ' ' ? start - 1 : start, end, text: raw };
}

function documentOf(yaml: YamlText): Document {
  const { text } = yaml;
  return {
    text,
    find: (entry) =>
      valuesOf(yaml, entry).map(({ node }) => ({ ...rangeOf(yaml, node), value: textOf(yaml, node) ?? '' })),
    slots: (entry) =>
      valuesOf(yaml, entry).map(({ node }) => {
        const { start, end } = rangeOf(yaml, node);
        return { raw: text.slice(start, end), isThere: true, put: (raw) => [replace(yaml, node, raw)] };
      }),
    depth: (entry) => trailOf(yaml, entry).length,
    set(entry, value) {
      const values = valuesOf(yaml, entry);
      const trail = trailOf(yaml, entry);
      if (values.length === 0) return insert(yaml, entry, trail, value);
      const style = styleOf(yaml);
      const nodes = [yaml.root, ...trail.map(({ node }) => node), ...values.map(({ node }) => node)];
      if (isShared(yaml, nodes)) return [];
      return values
        .filter(({ node }) => textOf(yaml, node) !== value)
        .map(({ node }) => replace(yaml, node, spellLike(value, node, style)));
    },
    remove(entry, depth) {
      const hops = valuesOf(yaml, entry).map(({ hop }) => hop);
      return hops.length === 0 ? [] : remove(yaml, trailOf(yaml, entry), hops, depth);
    },
    parts: () => partsOf(yaml),
    entries: () => entriesOf(yaml),
  };
}

const common = {
  identify: (entry: EntryPath) =>
    identityOf(entry.map((step) => (isSelection(step) ? item(itemIdentity(step.is)) : step))),
  read(text: string) {
    return withinDepth(() => {
      const yaml = readYaml(text);
      return yaml.ok ? ok(documentOf(yaml.value)) : yaml;
    });
  },
};

/**
 * .yarnrc.yml and pnpm-workspace.yaml. An entry is the path of keys, and at its end `item('text')` for one of a list, which a URL
 * names without its user. Values are what stands there as text, or what an alias stands for. Refused are files with two
 * documents or two equal keys, which pnpm fails on and Yarn reads the last of. Nothing is set inside what an alias elsewhere
 * repeats, or where a list or another value stands in the way.
 */
export const yamlEditor: Editor = { ...common, bomIsFatal: false };

/** RubyGems' .gemrc and credentials: `[':sources', item('https://host/ruby/repository/')]`. RubyGems 3.3 skips a file with a BOM. */
export const gemrcEditor: Editor = { ...common, bomIsFatal: true };
