import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import { removeFolders, writeTarget } from '../files/atomic-write.ts';
import { readJournal, writeJournal } from './journal.ts';
import { journalAfter, journalBefore } from './journal-update.ts';
import { changesFile } from './plan.ts';
import type { FilePlan, Plan } from './plan.ts';
import type { Step } from './plan-file.ts';
import { renderFile } from './render.ts';
import type { TokenLookup } from './render.ts';

/** What applying needs; call it with the writer lock held. */
export type ApplyInput = {
  readonly stateFolder: string;
  readonly now: number;
  /** Makes the plan anew from the files as they are; bindings in `held` are left out. */
  plan(held: ReadonlyMap<string, Problem>): Promise<Result<Plan>>;
  /** The token, by request if need be. */
  obtain(tokenId: string): Promise<Result<string>>;
  bindingsOf(tokenId: string): readonly string[];
  /** Which steps to carry out; all when left out. */
  readonly only?: (step: Step) => boolean;
  /** The plan that was shown; another one is refused. */
  readonly planId?: string | undefined;
};

/** A file that changes under our hands is planned again so many times. */
const ATTEMPTS = 4;

/**
 * Writes a plan: journal first, then each file atomically, then the journal's clean-up. Bindings whose token can't be had are left
 * out whole. A file that changed between reading and writing makes everything start over from what is there now.
 */
export async function applyPlan(input: ApplyInput): Promise<Result<ApplyReport>> {
  const written = new Set<string>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const round = await applyOnce(input, attempt === 1 ? input.planId : undefined);
    if (!round.ok) return round;
    for (const path of round.value.written) written.add(path);
    if (!round.value.conflict) return ok({ written: [...written], skipped: round.value.skipped });
    if (input.planId !== undefined && written.size === 0) return failed(planChanged());
  }
  return failed(
    problemOf('fileBusy', 'A file kept changing while it was being written.', {
      advice: 'Close the program that writes it and apply again.',
      retryable: true,
    }),
  );
}

type Round = ApplyReport & { readonly conflict: boolean };

async function applyOnce(input: ApplyInput, planId: string | undefined): Promise<Result<Round>> {
  const first = await input.plan(new Map());
  if (!first.ok) return first;
  if (planId !== undefined && first.value.id !== planId) return failed(planChanged());
  const tokens = await obtainTokens(first.value, input);
  const plan = tokens.held.size === 0 ? first : await input.plan(tokens.held);
  if (!plan.ok) return plan;
  const files = plan.value.files.map((file) => narrowed(file, input.only));

  const journal = await readJournal(input.stateFolder);
  if (!journal.ok) return journal;
  const noted = journalBefore(journal.value, files);
  if (noted !== journal.value) {
    const saved = await writeJournal(input.stateFolder, noted);
    if (!saved.ok) return saved;
  }
  const outcomes = new Map<string, readonly string[]>();
  const skipped: { path: string; code: string; message: string }[] = [];
  let conflict = false;
  for (const file of files.filter((candidate) => changesFile(candidate))) {
    const outcome = await writeFile(file, (tokenId) => tokens.values.get(tokenId) ?? '');
    if (!outcome.ok) skipped.push({ path: file.path, code: outcome.error.code, message: outcome.error.message });
    else if (outcome.value === 'conflict') conflict = true;
    else outcomes.set(file.path, outcome.value);
  }
  const done = files.filter((file) => outcomes.has(file.path) || !changesFile(file));
  const cleaned = journalAfter(noted, done, outcomes, input.now);
  const saved = await writeJournal(input.stateFolder, cleaned);
  if (!saved.ok) return saved;
  for (const [binding, problem] of plan.value.refused) {
    for (const path of plan.value.targets.get(binding) ?? []) {
      skipped.push({ path, code: problem.code, message: problem.message });
    }
  }
  return ok({ written: [...outcomes.keys()], skipped, conflict });
}

async function obtainTokens(plan: Plan, input: ApplyInput) {
  const values = new Map<string, string>();
  const held = new Map<string, Problem>();
  const needed = new Set<string>();
  for (const file of plan.files) {
    for (const step of file.steps) {
      if (step.kind === 'set' && step.tokenId !== null && (input.only?.(step) ?? true)) needed.add(step.tokenId);
    }
  }
  for (const tokenId of needed) {
    const token = await input.obtain(tokenId);
    if (token.ok) values.set(tokenId, token.value);
    else for (const binding of input.bindingsOf(tokenId)) held.set(binding, token.error);
  }
  return { values, held };
}

function narrowed(file: FilePlan, only: ApplyInput['only']): FilePlan {
  if (only === undefined) return file;
  const steps = file.steps.filter((step) => step.kind === 'keep' || only(step));
  const idle = steps.every((step) => step.kind === 'keep');
  return { ...file, steps, mode: idle ? null : file.mode };
}

async function writeFile(plan: FilePlan, tokenOf: TokenLookup): Promise<Result<'conflict' | readonly string[]>> {
  const text = renderFile(plan, tokenOf);
  if (!text.ok) return text;
  if (plan.file === null) return ok([]);
  const outcome = await writeTarget(plan.file, {
    text: text.value,
    ...(plan.mode === null ? {} : { mode: plan.mode }),
  });
  if (!outcome.ok) return outcome;
  if (outcome.value.kind === 'conflict') return ok('conflict');
  if (text.value === null) await removeFolders(plan.journal?.createdFolders ?? []);
  return ok(outcome.value.kind === 'written' ? outcome.value.createdFolders : []);
}

function planChanged(): Problem {
  return problemOf('planChanged', 'Something changed since this preview was made; nothing was written.', {
    advice: 'Look at the new preview and apply again.',
  });
}
