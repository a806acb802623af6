import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import { readJournal, writeJournal } from '../state/journal.ts';
import { journalAfter, journalBefore } from './journal-update.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { missingFolders, narrowed, writeFiles } from './write-files.ts';

/** What applying needs; call it with the writer lock held. */
export type ApplyInput = {
  readonly stateFolder: string;
  readonly now: number;
  /** Aborted when the lock was lost: nothing is written after that. */
  readonly signal: AbortSignal;
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
  const files = plan.value.files.map((file) => (input.only === undefined ? file : narrowed(file, input.only)));

  // A file that changed between the two plans can need a token that was not asked for.
  if (files.some((file) => file.steps.some((step) => lacksToken(step, tokens.values)))) {
    return ok({ written: [], skipped: [], conflict: true });
  }
  const journal = await readJournal(input.stateFolder);
  if (!journal.ok) return journal;
  if (input.signal.aborted) return failed(lockLost());
  const noted = journalBefore(journal.value, files, await missingFolders(files));
  if (noted !== journal.value) {
    const saved = await writeJournal(input.stateFolder, noted);
    if (!saved.ok) return saved;
  }
  const { done, written, skipped, conflict } = await writeFiles(files, tokens.values, input.signal);
  if (input.signal.aborted) return failed(lockLost());
  const cleaned = journalAfter(noted, done, input.now);
  const saved = await writeJournal(input.stateFolder, cleaned);
  if (!saved.ok) return saved;
  // Who asked for some steps only knows what became of the rest.
  const refused = input.only === undefined ? refusedTargets(plan.value) : [];
  return ok({ written: [...written], skipped: [...skipped, ...refused], conflict });
}

function refusedTargets({ refused, targets }: Plan): ApplyReport['skipped'] {
  return [...refused].flatMap(([binding, problem]) => (targets.get(binding) ?? []).map((path) => ({ path, problem })));
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

function lacksToken(step: Step, values: ReadonlyMap<string, string>): boolean {
  return step.kind === 'set' && step.tokenId !== null && !values.has(step.tokenId);
}

function lockLost(): Problem {
  return problemOf('locked', 'Another process took over writing, because this one was asleep for too long.', {
    advice: 'Apply again.',
    retryable: true,
  });
}

function planChanged(): Problem {
  return problemOf('planChanged', 'Something changed since this preview was made; nothing was written.', {
    advice: 'Look at the new preview and apply again.',
  });
}
