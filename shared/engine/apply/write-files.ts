import path from 'node:path';
import { ok } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { removeFolders, writeTextFile } from '../files/atomic-write.ts';
import type { WriteOutcome } from '../files/atomic-write.ts';
import { attributesOf } from '../files/attributes.ts';
import type { Carried } from '../files/attributes.ts';
import { exists } from '../files/exists.ts';
import { realFileSystem } from '../files/file-system.ts';
import { missingFolders } from '../files/folders.ts';
import { removeStaleTempFiles } from '../files/temp-file.ts';
import { changesFile, modeFor } from '../plan/plan.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { renderFile } from '../plan/render.ts';
import type { TokenLookup } from '../plan/render.ts';

type Skipped = { readonly path: string; readonly problem: Problem };

export type WriteReport = {
  /** The plans as far as they were carried out: those of written files, and those that had nothing to write. */
  readonly done: readonly FilePlan[];
  readonly written: readonly string[];
  readonly skipped: readonly Skipped[];
  /** A file that was not what it had been when it was planned. */
  readonly conflict: string | null;
};

/** So many files are written side by side: a disk that is told to keep several at once is quicker than with one after the other. */
const AT_ONCE = 8;

/**
 * Files with tokens come first: where one can't be written, its bindings' other files stay as they are. Those that share a binding, or a
 * folder, are written one after the other.
 */
export async function writeFiles(
  files: readonly FilePlan[],
  tokens: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<WriteReport> {
  const done: FilePlan[] = [];
  const written: string[] = [];
  const skipped: Skipped[] = [];
  const failedBindings = new Set<string>();
  let conflict: string | null = null;
  const carried = await attributesOf(
    files.flatMap((file) => (changesFile(file) && file.file?.exists === true ? [file.file.realPath] : [])),
    realFileSystem.platform,
  );
  const ordered = files.toSorted((a, b) => Number(holdsToken(b)) - Number(holdsToken(a)));
  const lanes = new Map<string, Promise<void>>();
  const slots = Array.from({ length: AT_ONCE }, async () => undefined as void);
  for (const [index, planned] of ordered.entries()) {
    if (!changesFile(planned)) {
      if (planned.file?.exists === false && planned.steps.every((step) => step.kind === 'forget')) {
        await Promise.all(slots);
        await removeOurs(planned);
      }
      done.push(planned);
      continue;
    }
    const keys = laneKeys(planned);
    const sharing = keys.flatMap((key) => lanes.get(key) ?? []);
    const before = [slots[index % AT_ONCE] ?? Promise.resolve(), ...sharing];
    const writing = Promise.all(before).then(async () => write(planned));
    for (const key of keys) lanes.set(key, writing);
    slots[index % AT_ONCE] = writing;
  }
  // A defect in one must not let the others write on when the lock is gone.
  const ends = await Promise.allSettled(slots);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { done, written, skipped, conflict };

  async function write(planned: FilePlan): Promise<void> {
    const file = narrowed(
      planned,
      (step) => step.kind !== 'set' || step.bindings.some((id) => !failedBindings.has(id)),
    );
    if (signal.aborted) return;
    if (!changesFile(file)) {
      done.push(file);
      return;
    }
    const outcome = await writeFile(file, (tokenId) => tokens.get(tokenId) ?? '', carried);
    if (outcome.ok && outcome.value !== 'conflict') {
      done.push(file);
      if (outcome.value === 'written') written.push(file.path);
      return;
    }
    if (outcome.ok) conflict = file.path;
    if (!outcome.ok) skipped.push({ path: file.path, problem: outcome.error });
    const sets = file.steps.filter((step) => step.kind === 'set');
    for (const id of sets.flatMap((step) => step.bindings)) failedBindings.add(id);
  }
}

/** What no two files may have in common that are written at the same time. */
function laneKeys({ path: file, steps }: FilePlan): readonly string[] {
  const bindings = steps.flatMap((step) => (step.kind === 'set' ? step.bindings : []));
  return [`folder ${path.dirname(file)}`, ...new Set(bindings)];
}

function holdsToken({ steps }: FilePlan): boolean {
  return steps.some((step) => step.kind === 'set' && step.tokenId !== null);
}

/** The plan with some of its steps only, and the mode that these ask for: one that was widened around our token is mended unasked. */
export function narrowed(file: FilePlan, only: (step: Step) => boolean): FilePlan {
  const steps = file.steps.filter((step) => step.kind === 'keep' || only(step));
  if (steps.length === file.steps.length) return file;
  return { ...file, steps, mode: modeFor(file, steps) };
}

/** Per path, the folders that will have to be made for its file, outermost first. */
export async function foldersToMake(files: readonly FilePlan[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const missing = new Map<string, readonly string[]>();
  for (const { path: target, file, steps } of files) {
    if (file?.exists !== false || !steps.some((step) => step.kind === 'set')) continue;
    missing.set(target, await missingFolders(path.dirname(target), exists));
  }
  return missing;
}

async function removeOurs({ path: target, journal }: FilePlan): Promise<void> {
  // What a killed host left beside the file would keep its folder.
  await removeStaleTempFiles(target);
  await removeFolders(journal?.createdFolders ?? []);
}

async function writeFile(
  plan: FilePlan,
  tokenOf: TokenLookup,
  carried: ReadonlyMap<string, Carried>,
): Promise<Result<WriteOutcome['kind']>> {
  const text = renderFile(plan, tokenOf);
  if (!text.ok) return text;
  if (plan.file === null) return ok('unchanged');
  const outcome = await writeTextFile(plan.file, {
    text: text.value,
    ...(plan.mode === null ? {} : { mode: plan.mode }),
    shared: plan.inProject && !holdsToken(plan),
    carried: carried.get(plan.file.realPath) ?? 'unknown',
  });
  if (!outcome.ok) return outcome;
  if (text.value === null && outcome.value.kind === 'written') await removeOurs(plan);
  return ok(outcome.value.kind);
}
