/**
 * Picks one of several that bear the name `list`: the one in which the child `by`, or the attribute where that begins with `@`,
 * is `is`. Without `by` it is told by its own text. In a list that gives its elements no name, `list` is empty.
 */
export type Selection = { readonly list: string; readonly by: string | null; readonly is: string };

/** One element of an entry's path: a key, or one of several. */
export type PathStep = string | Selection;

/**
 * Address of one value in a config file: `['registry']` in .npmrc, `['global', 'index-url']` in pip.conf,
 * `['settings', 'servers', select('server', 'id', 'pay'), 'password']` in Maven's settings.xml.
 */
export type EntryPath = readonly PathStep[];

export function select(list: string, by: string | null, is: string): Selection {
  return { list, by, is };
}

/** An element of a list without names, by its text. */
export function item(is: string): Selection {
  return select('', null, is);
}

export function isSelection(step: PathStep | undefined): step is Selection {
  return typeof step === 'object';
}

export function sameStep(a: PathStep | undefined, b: PathStep | undefined): boolean {
  if (!isSelection(a) || !isSelection(b)) return a === b;
  return a.list === b.list && a.by === b.by && a.is === b.is;
}

/** Entries are addressed by their path, compared step by step. */
export function sameEntry(a: EntryPath, b: EntryPath): boolean {
  return a.length === b.length && a.every((step, index) => sameStep(step, b[index]));
}

/** The same text for the same path, and for no other. */
export function identityOf(entry: EntryPath): string {
  return JSON.stringify(entry.map((step) => (isSelection(step) ? [step.list, step.by, step.is] : step)));
}

/** A step as people read it: `server[id=pay]`. Formats that have no lists take it for the key itself; empty for none. */
export function stepText(step: PathStep | undefined): string {
  if (!isSelection(step)) return step ?? '';
  return `${step.list}[${step.by === null ? '' : `${step.by}=`}${step.is}]`;
}

/** A path as people read it: for sentences, not for comparing. */
export function entryText(entry: EntryPath): string {
  return entry.map((step) => stepText(step)).join('.');
}
