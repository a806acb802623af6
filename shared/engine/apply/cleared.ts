import { diffArrays } from 'diff';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import { readFound } from '../editors/unreadable.ts';
import { splitLines } from '../editors/text/lines.ts';
import { digestOf, TOKEN_SLOT, withoutLiving } from '../secrets/slot.ts';
import { writeTextFile } from '../files/atomic-write.ts';
import { removeStaleTempFiles } from '../files/temp-file.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FilePlan } from '../plan/plan.ts';
import { renderFile } from '../plan/render.ts';
import type { Hunk, Journal } from '../state/journal.ts';

/**
 * The journal with what these plans clear, for whoever takes it back as the last apply; what an earlier one cleared goes. It has to
 * stand before the first file is written.
 */
export function withCleared(journal: Journal, plans: readonly FilePlan[], now: number): Journal {
  const files = plans.flatMap((plan) => {
    const hunks = hunksOf(plan, now);
    return hunks.length === 0
      ? []
      : [{ path: plan.path, editor: plan.editor, before: digestOf(plan.file?.text ?? ''), hunks }];
  });
  if (files.length === 0) return journal;
  // Rounds of one apply share their moment.
  const earlier = journal.cleared?.at === now ? journal.cleared.files : [];
  const others = earlier.filter(({ path }) => !files.some((file) => file.path === path));
  const lastApply = journal.lastApply?.at === now ? journal.lastApply : { at: now, on: [], off: [] };
  return { ...journal, lastApply, cleared: { at: now, files: [...others, ...files] } };
}

/** The journal with a file that is written at once and for no binding: `undo` takes that back as the last apply. */
export function withWritten(
  journal: Journal,
  { file, text, editor }: { readonly file: TextFile; readonly text: string; readonly editor: EditorName },
  now: number,
): Journal {
  const hunks = hunksBetween(file.text, text, now);
  const written = { path: file.path, editor, created: !file.exists, before: digestOf(file.text), hunks };
  return { ...journal, lastApply: { at: now, on: [], off: [] }, cleared: { at: now, files: [written] } };
}

function hunksOf(plan: FilePlan, now: number): readonly Hunk[] {
  if (!plan.steps.some(({ kind }) => kind === 'clear')) return [];
  const rest = { ...plan, steps: plan.steps.filter(({ kind }) => kind !== 'clear') };
  const [before, after] = [rest, plan].map((one) => renderFile(one, () => TOKEN_SLOT));
  if (before?.ok !== true || after?.ok !== true) return [];
  return hunksBetween(before.value ?? '', after.value ?? '', now);
}

function hunksBetween(before: string, after: string, now: number): readonly Hunk[] {
  const left = linesOf(after);
  const hunks: Hunk[] = [];
  let line = 0;
  let removed: readonly string[] = [];
  const digests = left.map((one) => digestOf(one));
  const close = (count: number) => {
    if (removed.length === 0 && count === 0) return;
    hunks.push({
      line,
      removed: removed.map((one) => withoutLiving(one, now)),
      left: digests.slice(line, line + count),
      above: digests[line - 1] ?? null,
      below: digests[line + count] ?? null,
    });
    removed = [];
  };
  for (const part of diffArrays([...linesOf(before)], [...left])) {
    if (part.removed) removed = part.value;
    else if (part.added) {
      close(part.value.length);
      line += part.value.length;
    } else {
      close(0);
      line += part.value.length;
    }
  }
  close(0);
  return hunks;
}

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return splitLines(text)
    .map(({ start, next }) => text.slice(start, next))
    .filter((line) => line !== '');
}

/** Brings back what the last apply cleared. Answers the files that were written, and what could not be brought back. */
export async function putBack({ cleared }: Journal): Promise<{
  readonly written: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly problem: Problem }[];
}> {
  const written: string[] = [];
  const skipped: { readonly path: string; readonly problem: Problem }[] = [];
  for (const { path, editor, created = false, before, hunks } of cleared?.files ?? []) {
    const file = await readTextFile(path, editors[editor].encoding);
    // Who wrote was killed before, or the file could not be written.
    if (file.ok) await removeStaleTempFiles(file.value.realPath);
    if (file.ok && digestOf(file.value.text) === before) continue;
    if (file.ok && isGoneAlready(file.value.text, hunks)) continue;
    const text = file.ok ? textWith(file.value.text, hunks) : null;
    if (!file.ok || text === null || !readFound(editors[editor], { text, bom: file.value.bom }).ok) {
      skipped.push({ path, problem: holdsToken(hunks) ? lost(path) : gone(path, editor) });
      continue;
    }
    const isEmpty = created && text === '';
    const outcome = await writeTextFile(file.value, { text: isEmpty ? null : text });
    if (outcome.ok && outcome.value.kind === 'written') written.push(path);
    if (!outcome.ok) skipped.push({ path, problem: outcome.error });
  }
  return { written, skipped };
}

/** True where nothing stood before and nothing of what was written is left. */
function isGoneAlready(text: string, hunks: readonly Hunk[]): boolean {
  const digests = new Set(linesOf(text).map((line) => digestOf(line)));
  return hunks.every(({ removed, left }) => removed.length === 0 && !left.some((digest) => digests.has(digest)));
}

/** Half of what goes together breaks a file, and what was left of a token's line is somebody else's. */
function holdsToken(hunks: readonly Hunk[]): boolean {
  return hunks.some(({ removed }) => removed.some((line) => line.includes(TOKEN_SLOT)));
}

/** From the last one up, so that the places of those above stay what they are; null where one has none. */
function textWith(text: string, hunks: readonly Hunk[]): string | null {
  if (holdsToken(hunks)) return null;
  const lines = [...linesOf(text)];
  const digests = lines.map((line) => digestOf(line));
  for (const hunk of hunks.toReversed()) {
    const at = placeOf(digests, hunk);
    if (at === null) return null;
    lines.splice(at, hunk.left.length, ...hunk.removed);
    digests.splice(at, hunk.left.length, ...hunk.removed.map((line) => digestOf(line)));
  }
  return lines.join('');
}

/** Where the lines around are what they were, on both sides if there is such a place, and as near as can be. */
function placeOf(digests: readonly string[], { line, left, above, below }: Hunk): number | null {
  const places = Array.from({ length: Math.max(0, digests.length - left.length + 1) }, (_, at) => at)
    .filter((at) => left.every((digest, index) => digests[at + index] === digest))
    .map((at) => {
      const isBelow = (digests[at - 1] ?? null) === above;
      const isAbove = (digests[at + left.length] ?? null) === below;
      return { at, matches: Number(isBelow) + Number(isAbove), distance: Math.abs(at - line) };
    })
    .filter(({ matches }) => matches > 0 || left.length > 0);
  return places.toSorted((a, b) => b.matches - a.matches || a.distance - b.distance)[0]?.at ?? null;
}

function gone(path: string, editor: EditorName): Problem {
  if (editor === 'awsConfig') {
    return problemOf('notRestorable', `What was written into ${path} was changed since, and stays.`, {
      advice: 'Take out of the file by hand what you no longer want.',
    });
  }
  return problemOf('notRestorable', `What stood in ${path} could not be brought back: the file is another now.`, {
    advice: 'Sign in again for what you need.',
  });
}

function lost(path: string): Problem {
  return problemOf(
    'notRestorable',
    `What was cleared from ${path} stays out: it held a living token, and such tokens are not kept.`,
    {
      advice: 'Sign in again for what you need.',
    },
  );
}
