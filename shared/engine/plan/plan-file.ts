import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { isCutToken, readTokenTimes, tokenIn } from '../secrets/token.ts';
import { capture } from '../editors/edit-text.ts';
import type { Before, Document, Editor } from '../editors/editor.ts';
import { referenceIn } from '../editors/text/env-reference.ts';
import type { ReferenceForm } from '../editors/text/env-reference.ts';
import { fingerprintOf } from '../state/ledger.ts';
import type { Ledger } from '../state/ledger.ts';
import type { DesiredFileEntry } from './desired.ts';
import { findOurs } from '../state/journal.ts';
import type { JournalEntry } from '../state/journal.ts';
import { templateOf, TOKEN_SLOT } from '../secrets/slot.ts';
import { sameBefore, journalledBefore } from '../editors/before.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { entryText, sameEntry, sameStep } from '../editors/text/entry-path.ts';

/** What is to be done with one entry of a file. */
export type Step = { readonly entry: EntryPath; readonly bindings: readonly string[] } & (
  | {
      readonly kind: 'keep';
      readonly value: string;
      readonly equivalents: readonly string[];
      readonly tokenId: string | null;
    }
  | {
      readonly kind: 'set';
      /** TOKEN_SLOT where the token goes. */
      readonly value: string;
      /** Other values that would have stayed. */
      readonly equivalents: readonly string[];
      readonly requiredBy: number | undefined;
      readonly tokenId: string | null;
      /** For the journal, without tokens. */
      readonly before: Before;
      /** True when only the token differs and the entry is ours: needs nobody's consent. */
      readonly refresh: boolean;
      /**
       * That ours is put back as it was applied, which needs nobody's consent either: it is gone, or another value took its place for the
       * first time. Null for anything new, and for what a person means to be so.
       */
      readonly heals: 'lost' | 'changed' | null;
      /** What somebody did to ours on purpose, so that it waits for an apply; null for anything else. */
      readonly changed: Problem | null;
      /** Bindings whose value stands there now and goes with this. */
      readonly replaces: readonly string[];
    }
  | {
      readonly kind: 'restore';
      readonly before: Before;
      readonly tokenId: string | null;
      /** True when a token that lives stays in the line, since the one of before us was not kept. */
      readonly leavesToken: boolean;
      /** Why the line or the file's mode does not come back as it was. */
      readonly warning: Problem | null;
    }
  | { readonly kind: 'forget'; readonly warning: Problem | null; readonly leavesToken: boolean }
  | { readonly kind: 'refuse'; readonly problem: Problem }
  | {
      /** Somebody else's entry leaves, but for the first `stays` steps of its path. */
      readonly kind: 'clear';
      readonly stays: number;
      /** What can't be taken back. */
      readonly warning: Problem | null;
    }
);

export type FileSituation = {
  readonly path: string;
  /** The file as it stands. */
  readonly document: Document;
  readonly editor: Editor;
  readonly desired: readonly DesiredFileEntry[];
  /** Forms of references to variables that clients of the format fill in. */
  readonly references?: readonly ReferenceForm[] | undefined;
  readonly journal: readonly JournalEntry[];
  readonly ledger: Ledger;
  readonly now: number;
};

/** Compares what a file holds with what it should hold and with what we wrote there before. Pure; reads and writes nothing. */
export function planSteps(situation: FileSituation): readonly Step[] {
  const wanted = situation.desired.map((entry) => stepTowards(entry, situation));
  const left = situation.journal
    .filter((entry) => !situation.desired.some((desired) => sameEntry(desired.entry, entry.entry)))
    .map((entry) => stepBack(entry, situation));
  return [...withoutNeeded(left, situation), ...wanted];
}

/** Leaves in place what others need who came since; what stays for them may need more in its turn. */
function withoutNeeded(steps: readonly Step[], situation: FileSituation): readonly Step[] {
  const { document, editor, journal, path } = situation;
  const leaving = new Set(steps.flatMap(({ kind, entry }) => (kind === 'restore' ? [editor.identify(entry)] : [])));
  if (leaving.size === 0) return steps;
  const staying = document.entries().filter(({ entry }) => !leaving.has(editor.identify(entry)));
  const isNeeded = ({ kind, entry }: Step): boolean => {
    const { before, requiredBy } = journal.find((ours) => sameEntry(ours.entry, entry)) ?? {};
    if (kind !== 'restore' || before?.kind !== 'absent' || requiredBy === undefined) return false;
    // What was there before us did without it.
    if (before.depth >= requiredBy) return false;
    return staying.some((other) => sharedDepth(other.entry, entry) >= requiredBy);
  };
  if (!steps.some((step) => isNeeded(step))) return steps;
  const next = steps.map((step): Step => {
    const { entry, bindings } = step;
    const warning = neededByOthers(path, entry);
    return isNeeded(step) ? { kind: 'forget', entry, bindings, warning, leavesToken: false } : step;
  });
  return withoutNeeded(next, situation);
}

function stepTowards(desired: DesiredFileEntry, situation: FileSituation): Step {
  const { document, editor, journal, path, references } = situation;
  const { entry, value, equivalents = [], requiredBy, tokenId, bindings } = desired;
  const occurrences = document.find(entry);
  const ours = journal.find((candidate) => sameEntry(candidate.entry, entry));
  const reference = occurrences.map(({ value: there }) => referenceIn(there, references)).find((one) => one !== null);
  if (reference !== undefined) {
    return { kind: 'refuse', entry, bindings, problem: envManaged(path, entry, reference.variable) };
  }
  if (tokenId !== null && occurrences.some((occurrence) => editor.isEncrypted?.(occurrence.value) === true)) {
    return { kind: 'refuse', entry, bindings, problem: valueEncrypted(path, entry) };
  }

  const good = new Set([value, ...equivalents]);
  const inPlace = occurrences.length > 0 && occurrences.every((occurrence) => good.has(templateOf(occurrence.value)));
  const current = withoutOurContainers(journalledBefore(capture(document, entry), situation.now), entry, journal);
  const currentOurs = ours === undefined ? null : findOursIn(ours, situation);
  // What the person wrote over ours is what they would want back.
  const theirs = ours === undefined || currentOurs === null ? current : ours.before;
  // Half a token of ours is what a cut left.
  const isTorn = ours !== undefined && occurrences.some((occurrence) => isCutToken(occurrence.value));
  const before = isTorn ? ours.before : theirs;
  const replaces = currentOurs?.bindings.filter((binding) => !bindings.includes(binding)) ?? [];
  const wanted = { entry, bindings, value, equivalents, requiredBy, tokenId, before, replaces };
  const set = { kind: 'set', ...wanted, heals: null, changed: null } as const;
  const keep = { kind: 'keep', entry, bindings, value, equivalents, tokenId } as const;
  if (!inPlace && ours !== undefined && isApplied(ours, desired) && !isUnknownForm(ours, situation)) {
    const { heals, changed } = healing(ours, situation);
    // Once it is switched off, what was there before us comes back, or what somebody put in place of ours.
    return { ...set, before: heals === 'lost' ? ours.before : before, refresh: false, heals, changed };
  }
  if (!inPlace) return { ...set, refresh: false };
  if (tokenId === null) return keep;
  if (currentOurs?.tokenId !== tokenId) return { ...set, refresh: false };
  const usable = occurrences.every((occurrence) => tokenIsCurrent(occurrence.value, tokenId, situation));
  return usable ? keep : { ...set, refresh: true, replaces: [] };
}

/** True where this very value was applied for one of those who want it: that is consent to keep it so. */
function isApplied(ours: JournalEntry, { value, tokenId, bindings }: DesiredFileEntry): boolean {
  const isOurs = ours.earlier === undefined && ours.after === value && ours.tokenId === tokenId;
  return isOurs && bindings.some((binding) => ours.bindings.includes(binding));
}

/** True for the newest token, where that has a form that tokens had not so far: nobody changed it. */
function isUnknownForm({ entry, after, tokenId }: JournalEntry, { document, ledger }: FileSituation): boolean {
  const newest = tokenId === null ? undefined : ledger.tokens[tokenId]?.token?.fingerprint;
  const values = document.find(entry).map(({ value }) => value);
  return after === TOKEN_SLOT && values.length > 0 && values.every((value) => fingerprintOf(value) === newest);
}

/** A program that keeps changing ours back, or a person who means it, is not fought: after one time there is a day's peace. */
const PEACE = 24 * 60 * 60 * 1000;

function healing(
  { entry, after, overwrittenAt }: JournalEntry,
  { document, path, now }: FileSituation,
): Pick<Extract<Step, { kind: 'set' }>, 'heals' | 'changed'> {
  const values = document.find(entry).map(({ value }) => templateOf(value));
  if (values.length === 0) return { heals: 'lost', changed: null };
  if (values.some((value) => leadsBeside(value, after))) {
    return { heals: null, changed: otherRepository(path, entry) };
  }
  const isAgain = overwrittenAt !== undefined && Math.abs(now - overwrittenAt) < PEACE;
  return isAgain ? { heals: null, changed: changedAgain(path, entry) } : { heals: 'changed', changed: null };
}

/** True for another repository of CodeArtifact: nobody but a person, or a login of theirs, puts it there. */
function leadsBeside(value: string, ours: string): boolean {
  const there = hostIn(value);
  return there !== null && (there === hostIn(ours) || /\.d\.codeartifact\./.test(there));
}

/** Of the first address in a value; null for none. */
export function hostIn(value: string): string | null {
  return /https?:\/\/(?:[^@\s/]*@)?([^\s/"'@]+)/.exec(value)?.[1] ?? null;
}

/** A section that is only there because of another entry of ours leaves with the last of them. */
function withoutOurContainers(before: Before, entry: EntryPath, journal: readonly JournalEntry[]): Before {
  if (before.kind === 'present') return before;
  const ours = journal.flatMap((other) =>
    other.before.kind === 'absent' && other.before.depth < sharedDepth(other.entry, entry) ? [other.before.depth] : [],
  );
  return { kind: 'absent', depth: Math.min(before.depth, ...ours) };
}

function sharedDepth(a: EntryPath, b: EntryPath): number {
  const differing = a.findIndex((step, index) => !sameStep(step, b[index]));
  return differing < 0 ? a.length : differing;
}

/** True for the newest token we know of while it lives, and for one from elsewhere that lives longer. */
function tokenIsCurrent(value: string, tokenId: string, { ledger, now }: FileSituation): boolean {
  const token = tokenIn(value);
  if (token === null) return false;
  const known = ledger.tokens[tokenId]?.token ?? null;
  if (known !== null && known.fingerprint === fingerprintOf(token)) return known.expiresAt > now;
  const times = readTokenTimes(token);
  const expiresAt = times === null ? now : times.expiresAt - (known?.serviceAhead ?? 0);
  return expiresAt > Math.max(now, known?.expiresAt ?? now);
}

/** True for a token that serves whoever reads it, as far as anybody can tell. */
function holdsLivingToken(value: string, { ledger, now }: FileSituation): boolean {
  const token = tokenIn(value);
  if (token === null) return false;
  const known = Object.values(ledger.tokens).find((entry) => entry.token?.fingerprint === fingerprintOf(token));
  return (known?.token?.expiresAt ?? readTokenTimes(token)?.expiresAt ?? Number.POSITIVE_INFINITY) > now;
}

function stepBack(ours: JournalEntry, situation: FileSituation): Step {
  const { document, path } = situation;
  const { entry, before } = ours;
  const currentOurs = findOursIn(ours, situation);
  const { bindings, tokenId } = currentOurs ?? ours;
  if (currentOurs !== null && needsToken(before) && currentOurs.tokenId === null) {
    return { kind: 'forget', entry, bindings, warning: notRestorable(path, entry), leavesToken: false };
  }
  const lives = document.find(entry).some(({ value }) => holdsLivingToken(value, situation));
  if (currentOurs !== null) {
    const leavesToken = needsToken(before) && lives;
    return { kind: 'restore', entry, bindings, before, tokenId, leavesToken, warning: null };
  }
  const current = journalledBefore(capture(document, entry), situation.now);
  const gone = current.kind === 'absent' || sameBefore(current, before);
  return { kind: 'forget', entry, bindings, warning: gone ? null : changedByUser(path, entry), leavesToken: lives };
}

/** True when a token stood there before us: it was not kept, so the one that stands there now has to take its place. */
function needsToken(before: Before): boolean {
  return before.kind === 'present' && before.raws.some((raw) => raw.includes(TOKEN_SLOT));
}

function findOursIn(ours: JournalEntry, { document }: FileSituation): ReturnType<typeof findOurs> {
  return findOurs(
    ours,
    document.find(ours.entry).map((occurrence) => templateOf(occurrence.value)),
  );
}

function envManaged(path: string, entry: EntryPath, variable: string | null): Problem {
  const from = variable === null ? 'another setting or a variable' : `the variable ${variable}`;
  return problemOf('envManaged', `${entryText(entry)} in ${path} takes its value from ${from}.`, {
    advice: 'Remove the line to let the app keep it.',
  });
}

function valueEncrypted(path: string, entry: EntryPath): Problem {
  return problemOf(
    'valueEncrypted',
    `${entryText(entry)} in ${path} holds an encrypted value, which is yours and stays.`,
    {
      advice: 'Remove it to let the app keep it, or have the app use another name.',
    },
  );
}

function changedByUser(path: string, entry: EntryPath): Problem {
  return problemOf(
    'changedByUser',
    `You changed ${entryText(entry)} in ${path} since it was switched on: yours stays.`,
  );
}

function changedAgain(path: string, entry: EntryPath): Problem {
  const message = `${entryText(entry)} in ${path} was changed again after it had been put back: it is left as it is.`;
  return problemOf('changedByUser', message, TAKE_BACK);
}

function otherRepository(path: string, entry: EntryPath): Problem {
  const message = `${entryText(entry)} in ${path} leads to another CodeArtifact repository now, as "aws codeartifact login" leaves it.`;
  return problemOf('changedByUser', message, TAKE_BACK);
}

const TAKE_BACK = {
  advice: 'Apply to have ours back, or switch the repository off to keep what stands there.',
  command: 'codeartifact-tray apply',
};

function neededByOthers(path: string, entry: EntryPath): Problem {
  return problemOf('changedByUser', `${entryText(entry)} in ${path} stays: what was added beside it needs it.`);
}

function notRestorable(path: string, entry: EntryPath): Problem {
  return problemOf(
    'notRestorable',
    `${entryText(entry)} in ${path} held a CodeArtifact token before it was switched on, and tokens are not kept: the line stays as it is.`,
    { advice: 'Set the line by hand.' },
  );
}
