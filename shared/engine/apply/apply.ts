import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Clock } from '../../ports/host.ts';
import { newestInstead } from '../plan/left-token.ts';
import type { Planner } from '../plan/planner.ts';
import type { FilePlan, Plan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { byId } from '../state/settings.ts';
import type { Settings } from '../state/settings.ts';
import type { StateFiles } from '../state/state.ts';
import type { TokenBroker } from '../tokens/broker.ts';
import { withCleared } from './cleared.ts';
import { journalAfter, journalBefore } from './journal-update.ts';
import { foldersToMake, narrowed, writeFiles } from './write-files.ts';

export type ApplierDependencies = {
  readonly state: StateFiles;
  readonly plan: Planner;
  readonly broker: TokenBroker;
  readonly clock: Clock;
  /** Path of the journal, to be named when it can't be written. */
  readonly journalFile: string;
};

type PathProblem = { readonly path: string; readonly problem: Problem };

/** What came of writing a plan. */
export type Applied = {
  /** Paths of files that are others now. */
  readonly written: readonly string[];
  readonly skipped: readonly PathProblem[];
  /** What was written, but did not come back as it was. */
  readonly warnings: readonly PathProblem[];
  /** Bindings that a line was written for. */
  readonly touched: readonly string[];
};

export type Applier = {
  /** The whole plan; with an id, only if it is still the plan that was shown. Else `planChanged`, and nothing was written. */
  applyShown(planId: string | undefined): Promise<Result<Applied>>;
  /** Some steps, on behalf of some bindings: others that were switched on and not applied yet go on waiting. */
  applyFor(bindings: readonly string[], only: (step: Step) => boolean): Promise<Result<Applied>>;
  /** Why a file was passed over when it was last to be written here, by its path. */
  readonly unwritten: ReadonlyMap<string, Problem>;
};

type Selection = {
  readonly planId: string | undefined;
  readonly only: (step: Step) => boolean;
  /** Null for all, whose plan is shown. */
  readonly bindings: readonly string[] | null;
};

/** A file that changes under our hands is planned again so many times. */
const ATTEMPTS = 4;

/**
 * Writes a plan: journal first, then each file atomically, then the journal's clean-up. Bindings whose token can't be had are left
 * out whole. A file that changed between reading and writing makes everything start over from what is there now.
 */
export function createApplier({ state, plan: planFor, broker, clock, journalFile }: ApplierDependencies): Applier {
  const unwritten = new Map<string, Problem>();

  async function run(selection: Selection): Promise<Result<Applied>> {
    const report = await state.exclusively(async (signal) => {
      const now = clock.now();
      const written = new Set<string>();
      const touched = new Set<string>();
      const warnings: PathProblem[] = [];
      let busy: string | null = null;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const files = await state.read();
        if (!files.ok) return files;
        const first = await planFor(files.value, { bindings: selection.bindings });
        // Once something is written, another plan than the one that was shown is to be expected.
        if (selection.planId !== undefined && written.size === 0 && first.id !== selection.planId) {
          return failed(planChanged());
        }

        const tokens = await obtainTokens(first, selection.only, files.value.settings);
        const excluded = tokens.excluded.size === 0 ? null : tokens.excluded;
        const plan = excluded === null ? first : await planFor(files.value, { bindings: selection.bindings, excluded });
        const chosen = plan.files.map((file) => narrowed(file, selection.only));
        // A file that changed between the two plans can need a token that was not asked for.
        if (chosen.some((file) => file.steps.some((step) => lacksToken(step, tokens.values)))) continue;

        if (signal.aborted) return failed(lockLost());
        const promise = journalBefore(files.value.journal, chosen, await foldersToMake(chosen));
        const noted = withCleared(promise, chosen, now);
        const promised = noted === files.value.journal ? ok(undefined) : await state.writeJournal(noted);
        if (!promised.ok) return promised;
        const outcome = await writeFiles(chosen, tokens.values, signal);
        if (signal.aborted) return failed(lockLost());
        const kept = await state.writeJournal(journalAfter(noted, outcome.done, now));

        for (const path of outcome.written) written.add(path);
        for (const id of writtenFor(outcome.done)) touched.add(id);
        warnings.push(...warningsOf(outcome.done));
        const applied = { written: [...written], warnings, touched: [...touched] };
        // What is written is not called unwritten: the journal of before knows it, and the next apply clears up.
        if (!kept.ok && written.size === 0) return kept;
        if (!kept.ok)
          return ok({ ...applied, skipped: [...outcome.skipped, { path: journalFile, problem: kept.error }] });
        busy = outcome.conflict;
        if (busy !== null) continue;
        // Who asked for some steps only knows what became of the rest.
        const refused = selection.bindings === null ? refusedTargets(plan) : [];
        return ok({ ...applied, skipped: [...outcome.skipped, ...refused] });
      }
      if (written.size === 0) return failed(fileBusy());
      const skipped = [{ path: busy ?? '', problem: fileBusy() }];
      return ok({ written: [...written], warnings, touched: [...touched], skipped });
    });
    for (const file of report.ok ? report.value.written : []) unwritten.delete(file);
    for (const { path, problem } of report.ok ? report.value.skipped : []) unwritten.set(path, problem);
    return report;
  }

  async function obtainTokens(plan: Plan, only: (step: Step) => boolean, settings: Settings) {
    const steps = plan.files.flatMap((file) => file.steps);
    const needed = new Set(
      steps.flatMap((step) => (step.kind === 'set' && step.tokenId !== null && only(step) ? [step.tokenId] : [])),
    );
    const known = settings.tokens.filter(({ id }) => needed.has(id));
    const obtained = await broker.obtain(known);
    const values = new Map<string, string>();
    const excluded = new Map<string, Problem>();
    for (const id of needed) {
      const token = byId(known, id) === undefined ? failed(missingToken(id)) : obtained.get(id);
      if (token?.ok === true) values.set(id, token.value.token);
      const using = settings.bindings.filter(({ tokenId }) => tokenId === id);
      if (token?.ok === false) for (const binding of using) excluded.set(binding.id, token.error);
    }
    return { values, excluded };
  }

  return {
    unwritten,
    applyShown: async (planId) => run({ planId, only: () => true, bindings: null }),
    applyFor: async (bindings, only) => run({ planId: undefined, only, bindings }),
  };
}

function writtenFor(done: readonly FilePlan[]): readonly string[] {
  return done.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'set' ? step.bindings : [])));
}

function warningsOf(done: readonly FilePlan[]): readonly PathProblem[] {
  return done.flatMap(({ path, steps }) =>
    steps.flatMap((step) => {
      if (step.kind !== 'restore' || (step.warning === null && !step.leavesToken)) return [];
      return [{ path, problem: step.warning ?? newestInstead(path, step.entry) }];
    }),
  );
}

function refusedTargets({ refused, targets }: Plan): Applied['skipped'] {
  return [...refused].flatMap(([binding, problem]) => (targets.get(binding) ?? []).map((path) => ({ path, problem })));
}

function lacksToken(step: Step, values: ReadonlyMap<string, string>): boolean {
  return step.kind === 'set' && step.tokenId !== null && !values.has(step.tokenId);
}

function missingToken(tokenId: string): Problem {
  return problemOf('tokenNotFound', `No token is configured under ${tokenId}.`, {
    advice: 'Remove the binding and add it again.',
  });
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

function fileBusy(): Problem {
  return problemOf('fileBusy', 'A file kept changing while it was being written.', {
    advice: 'Close the program that writes it and apply again.',
    retryable: true,
  });
}
