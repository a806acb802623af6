import type { SyntaxProblem } from '../editor.ts';
import { isSelection, item, select } from '../text/entry-path.ts';
import type { EntryPath, PathStep } from '../text/entry-path.ts';
import type { Attribute, Element } from './document.ts';
import { attributeOf, textOf } from './value.ts';

/** What one client's XML files have of their own. */
export type XmlDialect = {
  readonly root: {
    readonly name: string;
    /** Start tag of a root that has to be made. */
    readonly start: string;
    /** First line of a file that has to be made; null for none. */
    readonly declaration: string | null;
  };
  /**
   * By what the elements of a name are told apart: `id` is a child element, `@key` an attribute, and null an element's own
   * text. Names that are missing here stand once.
   */
  readonly keys: Readonly<Record<string, string | null>>;
  /** Names as the client compares them. */
  elementName(name: string): string;
  attributeName(name: string): string;
  /** The name that an element of a section of names stands for, `item(name)` in a path; null elsewhere. */
  nameIn(element: Element): string | null;
  /** The element name for it. */
  spellName(name: string): string;
  /** A key as the client compares it. */
  keyIn(element: Element, key: string): string;
  /** An attribute that has to change with the element's value, because of it the value is read in another way. */
  rename(element: Element): { readonly attribute: Attribute; readonly to: string } | null;
  /** What else the client refuses. */
  check(root: Element, text: string): SyntaxProblem | null;
  /** What it refuses for a part that is missing. */
  incomplete(root: Element, text: string): SyntaxProblem | null;
};

/** The text or attribute that tells an element from others of its name; null when it has none. */
function keyValueOf(dialect: XmlDialect, element: Element, key: string | null): string | null {
  if (key === null) return textOf(element);
  if (key.startsWith('@')) {
    const attribute = attributeOf(element, key.slice(1), (name) => dialect.attributeName(name));
    return attribute === undefined ? null : dialect.keyIn(element, attribute.value);
  }
  const child = element.elements.find(({ name }) => dialect.elementName(name) === key);
  return child === undefined ? null : textOf(child);
}

function matches(dialect: XmlDialect, element: Element, step: PathStep): boolean {
  const name = dialect.elementName(element.name);
  if (!isSelection(step)) return name === step;
  if (step.list === '') return dialect.nameIn(element) === step.is;
  return step.list === name && keyValueOf(dialect, element, step.by) === step.is;
}

/** An element's place in a path. */
export function stepTo(dialect: XmlDialect, element: Element): PathStep {
  const name = dialect.elementName(element.name);
  const own = dialect.nameIn(element);
  if (own !== null) return item(own);
  const key = dialect.keys[name];
  const value = key === undefined ? null : keyValueOf(dialect, element, key);
  return key === undefined || value === null ? name : select(name, key, value);
}

/** For each leading part of the path the elements that it leads to. */
export function elementsAlong(
  dialect: XmlDialect,
  root: Element | null,
  path: EntryPath,
): readonly (readonly Element[])[] {
  const levels: (readonly Element[])[] = [];
  for (const [index, step] of path.entries()) {
    const candidates =
      index === 0 ? (root === null ? [] : [root]) : levels[index - 1]?.flatMap(({ elements }) => elements);
    levels.push((candidates ?? []).filter((element) => matches(dialect, element, step)));
  }
  return levels;
}
