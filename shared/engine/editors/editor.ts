import type { Result } from '../../contract/problem.ts';
import type { EntryPath } from './text/entry-path.ts';

/** One place where an entry stands; duplicates give several, in file order. */
export type Occurrence = {
  /** Offsets of the raw value in the text, quotes included, surrounding blanks excluded. */
  readonly start: number;
  readonly end: number;
  /** The value as the client reads it, except that `${VAR}` stays as written. */
  readonly value: string;
};

/** One entry as a document has it; `start` is the offset of its value. */
export type Entry = { readonly entry: EntryPath; readonly value: string; readonly start: number };

/** Replaces `text.slice(start, end)`. */
export type Splice = { readonly start: number; readonly end: number; readonly text: string };

/** What stood in an entry's place before we set it: enough to bring every byte back. */
export type Before =
  | {
      readonly kind: 'absent';
      /** How many leading steps of the entry's path existed already; what was made around it leaves with the last entry in it. */
      readonly depth: number;
    }
  | { readonly kind: 'present'; readonly raws: readonly string[] };

/** A place where an entry's value stands or, beside others where it does, is missing. */
export type Slot = {
  /** What stands there, spelled so that `put` can bring it back; formats have marks of their own for what has no text. */
  readonly raw: string;
  readonly isThere: boolean;
  /** Brings back what some `raw` of the slot said. */
  put(raw: string): readonly Splice[];
};

/**
 * A piece of a text that is a key or a value, between two offsets; several values may belong to one entry. `name` is what a value is
 * called, with all that is around it; of a key it is empty.
 */
export type Part = {
  readonly kind: 'key' | 'value';
  readonly start: number;
  readonly end: number;
  readonly name: string;
};

/** Why a client would refuse a file; `line` counts from 1. */
export type SyntaxProblem = { readonly line: number; readonly message: string };

/** A text that its clients read without an error, parsed once. Splices are for this text alone. */
export type Document = {
  readonly text: string;
  /** Occurrences that the client would consider, in file order; the client takes the last unless the format says otherwise. */
  find(entry: EntryPath): readonly Occurrence[];
  /** Where the entry's value stands, for `capture` and `restore` (edit-text.ts). */
  slots(entry: EntryPath): readonly Slot[];
  /** How many leading steps of the path of an entry that is not there exist. */
  depth(entry: EntryPath): number;
  /** Puts the value into every occurrence in its own style, or inserts the entry where clients see it. Empty when it is there already. */
  set(entry: EntryPath, value: string): readonly Splice[];
  /** Takes an entry out that was set where there was none, and what was made around it: `depth` steps existed before. */
  remove(entry: EntryPath, depth: number): readonly Splice[];
  /** Every entry with its value, in file order: what a re-parse compares. */
  entries(): readonly Entry[];
  /** Every key and value where it stands, in any order, without overlaps: what is in none is punctuation, a comment, or read by nobody. */
  parts(): readonly Part[];
  /**
   * Null unless the clients refuse the text because something in it lacks a part. Asked of finished texts alone, since things are
   * made part by part. Left out where clients refuse none such.
   */
  incomplete?(): SyntaxProblem | null;
};

/** Reads and edits one file format without touching a byte that isn't asked for. All functions are pure. */
export type Editor = {
  /** True when the format's clients fail on a UTF-8 BOM, so that a file with one must not be touched. */
  readonly bomIsFatal: boolean;
  /** What the format's clients take bytes for that are no UTF-8; left out where they refuse them. */
  readonly encoding?: 'latin1';
  /** The same for every spelling of one entry, and for nothing else. */
  identify(entry: EntryPath): string;
  /** Reads a text without a BOM, whatever its line endings; fails with the first thing that the format's clients stumble over. */
  read(text: string): Result<Document, SyntaxProblem>;
  /** True for a value that the client decrypts: somebody's own secret, which a token doesn't replace. Left out where there is none such. */
  isEncrypted?(value: string): boolean;
};
