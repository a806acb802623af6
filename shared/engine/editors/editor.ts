/**
 * Address of one value in a config file: `['registry']` in .npmrc, `['global', 'index-url']` in pip.conf. Elements may be
 * selectors (selector.ts): `['settings', 'servers', 'server[id=pay]', 'password']` in Maven's settings.xml.
 */
export type EntryPath = readonly string[];

/** One place where an entry stands; duplicates give several, in file order. */
export type Occurrence = {
  /** Offsets of the raw value in the text, quotes included, surrounding blanks excluded. */
  readonly start: number;
  readonly end: number;
  /** The value as the client reads it, except that `${VAR}` stays as written. */
  readonly value: string;
};

/** Replaces `text.slice(start, end)`. */
export type Splice = { readonly start: number; readonly end: number; readonly text: string };

/** What stood in an entry's place before we set it: enough to bring every byte back. */
export type Before =
  | {
      readonly kind: 'absent';
      /** How many leading elements of the entry's path existed already; what was made around it leaves with the last entry in it. */
      readonly depth: number;
    }
  | { readonly kind: 'present'; readonly raws: readonly string[] };

/** Why a client would refuse a file; `line` counts from 1. */
export type SyntaxProblem = { readonly line: number; readonly message: string };

/**
 * Reads and edits one file format without touching a byte that isn't asked for.
 * Texts come without a BOM; line endings are whatever the file has. All functions are pure;
 * find, capture, set, restore and list may only be called on a text that `check` accepts.
 */
export type Editor = {
  /** True when the format's clients fail on a UTF-8 BOM, so that a file with one must not be touched. */
  readonly bomIsFatal: boolean;
  /** What the format's clients take bytes for that are no UTF-8; left out where they refuse them. */
  readonly encoding?: 'latin1';
  /** The same for every spelling of one entry, and for nothing else. */
  identify(entry: EntryPath): string;
  /** Null when the format's clients read this text without an error. */
  check(text: string): SyntaxProblem | null;
  /**
   * Null unless the clients refuse a text that `check` accepts, because something in it lacks a part. Asked of finished texts alone,
   * since things are made part by part. Left out where clients refuse none such.
   */
  incomplete?(text: string): SyntaxProblem | null;
  /** Occurrences that the client would consider, in file order; the client takes the last unless the format says otherwise. */
  find(text: string, entry: EntryPath): readonly Occurrence[];
  /** What `restore` needs later. */
  capture(text: string, entry: EntryPath): Before;
  /** Puts the value into every occurrence in its own style, or inserts the entry where clients see it. Empty when it is there already. */
  set(text: string, entry: EntryPath, value: string): readonly Splice[];
  /** Inverse of `set`: `restore(set(text)) === text` whatever other entries were set or restored in between. */
  restore(text: string, entry: EntryPath, before: Before): readonly Splice[];
  /** Every entry with its value, in file order: what a re-parse compares. */
  list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[];
  /** True for a value that the client decrypts: somebody's own secret, which a token doesn't replace. Left out where there is none such. */
  isEncrypted?(value: string): boolean;
};
