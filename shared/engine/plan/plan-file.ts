import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { readTokenTimes } from '../editors/codeartifact-token.ts';
import type { Before, Editor, EntryPath } from '../editors/editor.ts';
import { referencedVariable } from '../editors/env-reference.ts';
import { fingerprintOf } from '../tokens/ledger.ts';
import type { Ledger } from '../tokens/ledger.ts';
import type { DesiredFileEntry } from './desired.ts';
import { sameEntry } from './journal.ts';
import type { JournalEntry } from './journal.ts';
import { sameBefore, templateOf, templateOfBefore, tokenIn } from './template.ts';

/** What is to be done with one entry of a file. */
export type Step = { readonly entry: EntryPath; readonly bindings: readonly string[] } & (
  | { readonly kind: 'keep'; readonly value: string; readonly tokenId: string | null }
  | {
      readonly kind: 'set';
      /** TOKEN_SLOT where the token goes. */
      readonly value: string;
      readonly tokenId: string | null;
      /** For the journal, without tokens. */
      readonly before: Before;
      /** True when only the token differs and the entry is ours: needs nobody's consent. */
      readonly renewal: boolean;
    }
  | { readonly kind: 'restore'; readonly before: Before; readonly tokenId: string | null }
  | { readonly kind: 'forget'; readonly warning: Problem | null }
  | { readonly kind: 'refuse'; readonly problem: Problem }
);

export type FileSituation = {
  readonly path: string;
  readonly text: string;
  readonly editor: Editor;
  readonly desired: readonly DesiredFileEntry[];
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
  return [...left, ...wanted];
}

function stepTowards(desired: DesiredFileEntry, situation: FileSituation): Step {
  const { text, editor, journal, path } = situation;
  const { entry, value, tokenId, bindings } = desired;
  const occurrences = editor.find(text, entry);
  const ours = journal.find((candidate) => sameEntry(candidate.entry, entry));
  const variable = occurrences.map((occurrence) => referencedVariable(occurrence.value)).find((name) => name !== null);
  if (variable !== undefined) return { kind: 'refuse', entry, bindings, problem: envManaged(path, entry, variable) };

  const inPlace = occurrences.length > 0 && occurrences.every((occurrence) => templateOf(occurrence.value) === value);
  const current = templateOfBefore(editor.capture(text, entry));
  if (!inPlace) {
    // What the person wrote over ours is what they would want back.
    const before = ours !== undefined && standsAsWritten(ours, situation) ? ours.before : current;
    return { kind: 'set', entry, bindings, value, tokenId, before, renewal: false };
  }
  if (tokenId === null) return { kind: 'keep', entry, bindings, value, tokenId };
  if (ours === undefined) return { kind: 'set', entry, bindings, value, tokenId, before: current, renewal: false };
  const usable = occurrences.every((occurrence) => tokenIsCurrent(occurrence.value, tokenId, situation));
  if (usable && ours.tokenId === tokenId) return { kind: 'keep', entry, bindings, value, tokenId };
  return { kind: 'set', entry, bindings, value, tokenId, before: ours.before, renewal: ours.tokenId === tokenId };
}

/** True for the newest token we know of while it lives, and for one from elsewhere that lives longer. */
function tokenIsCurrent(value: string, tokenId: string, { ledger, now }: FileSituation): boolean {
  const token = tokenIn(value);
  if (token === null) return false;
  const known = ledger.tokens[tokenId]?.token ?? null;
  if (known !== null && known.fingerprint === fingerprintOf(token)) return known.expiresAt > now;
  const times = readTokenTimes(token);
  return times !== null && times.expiresAt > Math.max(now, known?.expiresAt ?? now);
}

function stepBack(ours: JournalEntry, situation: FileSituation): Step {
  const { text, editor, path } = situation;
  const { entry, bindings, before, tokenId } = ours;
  if (standsAsWritten(ours, situation)) return { kind: 'restore', entry, bindings, before, tokenId };
  const current = templateOfBefore(editor.capture(text, entry));
  const gone = current.kind === 'absent' || sameBefore(current, before);
  return { kind: 'forget', entry, bindings, warning: gone ? null : changedByUser(path, entry) };
}

function standsAsWritten(ours: JournalEntry, { text, editor }: FileSituation): boolean {
  const occurrences = editor.find(text, ours.entry);
  return occurrences.length > 0 && occurrences.every((occurrence) => templateOf(occurrence.value) === ours.after);
}

function envManaged(path: string, entry: EntryPath, variable: string): Problem {
  return problemOf('envManaged', `${entry.join('.')} in ${path} takes its value from the variable ${variable}.`, {
    advice: `Remove the line to let the app keep it, or run your command through "codeartifact-tray exec".`,
  });
}

function changedByUser(path: string, entry: EntryPath): Problem {
  return problemOf('changedByUser', `You changed ${entry.join('.')} in ${path} since it was switched on: yours stays.`);
}
