import path from 'node:path';
import { z } from 'zod';
import { clientName } from '../../contract/names.ts';
import type { Result } from '../../contract/problem.ts';
import { editorName } from '../editors/index.ts';
import { readVersioned, writeJson } from './store.ts';
import { fromVersion1 } from './journal-version-1.ts';

const before = z.union([
  z.object({ kind: z.literal('absent'), depth: z.int().min(0) }).readonly(),
  z.object({ kind: z.literal('present'), raws: z.array(z.string()).readonly() }).readonly(),
]);

/** A value of ours, for whom it was written, and TOKEN_SLOT where the token went. */
const writtenValue = z.object({
  after: z.string(),
  /** Values that stand for it as well (DesiredEntry.equivalents). */
  equivalents: z.array(z.string()).readonly().optional(),
  tokenId: z.string().nullable(),
  bindings: z.array(z.string()).readonly(),
});

export const pathStep = z.union([
  z.string(),
  z.object({ list: z.string(), by: z.string().nullable(), is: z.string() }).readonly(),
]);

const journalEntry = writtenValue.extend({
  entry: z.array(pathStep).readonly(),
  /** What stood there before, with TOKEN_SLOT for every CodeArtifact token that lived: the journal holds none but dead ones. */
  before,
  /** Leading steps of what is refused without the entry (DesiredEntry.requiredBy). */
  requiredBy: z.int().optional(),
  /** When it was put back last in place of another value: milliseconds since 1970; left out where nobody changed it since it was applied. */
  overwrittenAt: z.number().optional(),
  /** There until the value is known to be written: our values that may still stand in its place if it was not. */
  earlier: z.array(writtenValue.readonly()).readonly().optional(),
});
type WrittenValue = Readonly<z.infer<typeof writtenValue>>;
export type JournalEntry = Readonly<z.infer<typeof journalEntry>>;

const journalFile = z.object({
  path: z.string(),
  client: clientName,
  editor: editorName,
  /** True when the file did not exist: it goes when our last entry goes and nothing else is left in it. */
  created: z.boolean(),
  createdFolders: z.array(z.string()).readonly(),
  /** Permission bits before a token made them 0600; null when they were left alone. */
  modeBefore: z.number().nullable(),
  entries: z.array(journalEntry.readonly()).readonly(),
});
export type JournalFile = Readonly<z.infer<typeof journalFile>>;

/** Lines that were taken out of a file, or changed, and how to find their place again. */
const hunk = z
  .object({
    /** How many lines of what was left stand above. */
    line: z.int().min(0),
    /** The lines of before with their ends, and TOKEN_SLOT for every token that lived. */
    removed: z.array(z.string()).readonly(),
    /** Digests of the lines in their place, and of those above and below; null at an end of the file. */
    left: z.array(z.string()).readonly(),
    above: z.string().nullable(),
    below: z.string().nullable(),
  })
  .readonly();
export type Hunk = z.infer<typeof hunk>;

const takenOver = z
  .object({
    path: z.string(),
    /** As the journal had it before. */
    was: journalEntry.readonly(),
    /** What somebody had put in the place of ours, without living tokens. */
    stood: before,
  })
  .readonly();
/** A line of ours that an apply took back from somebody who had changed it. */
export type TakenOver = z.infer<typeof takenOver>;

const journalSchema = z
  .object({
    version: z.literal(2),
    files: z.array(journalFile.readonly()).readonly(),
    /** What the last apply switched, so that `undo` can switch it back. */
    lastApply: z
      .object({
        at: z.number(),
        on: z.array(z.string()).readonly(),
        off: z.array(z.string()).readonly(),
        takenOver: z.array(takenOver).readonly().optional(),
      })
      .readonly()
      .nullable(),
    /** What that moment's apply took out of files, or what was written for no binding, for whoever takes it back. */
    cleared: z
      .object({
        at: z.number(),
        files: z
          .array(
            z
              .object({
                path: z.string(),
                editor: editorName,
                /** True when the file did not exist: it goes when nothing else is in it. */
                created: z.boolean().optional(),
                /** Digest of the whole text before: what still is that was never written. */
                before: z.string().optional(),
                hunks: z.array(hunk).readonly(),
              })
              .readonly(),
          )
          .readonly(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type Journal = z.infer<typeof journalSchema>;

const emptyJournal: Journal = { version: 2, files: [], lastApply: null };

export function journalPath(stateFolder: string): string {
  return path.join(stateFolder, 'journal.json');
}

/** A journal that can't be read stops every write: without it nothing could be restored. */
export async function readJournal(stateFolder: string): Promise<Result<Journal>> {
  return readVersioned({
    path: journalPath(stateFolder),
    title: 'journal',
    version: 2,
    schema: z.preprocess(fromVersion1, journalSchema),
    empty: emptyJournal,
    loss: 'what was switched on before can then no longer be restored by switching it off',
  });
}

export async function writeJournal(stateFolder: string, journal: Journal): Promise<Result<void>> {
  return writeJson(journalPath(stateFolder), journal);
}

/** The value of ours that a text's occurrences of the entry hold, if they hold one; `templates` are theirs, without tokens. */
export function findOurs(entry: JournalEntry, templates: readonly string[]): WrittenValue | null {
  if (templates.length === 0) return null;
  const ours = [entry, ...(entry.earlier ?? [])];
  return ours.find((value) => templates.every((template) => isMet(value, template))) ?? null;
}

function isMet({ after, equivalents = [] }: WrittenValue, template: string): boolean {
  return template === after || equivalents.includes(template);
}
