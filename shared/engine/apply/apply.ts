import { failed, ok } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Clock } from '../../ports/host.ts';
import { hasWork } from '../plan/kept.ts';
import { newestInstead } from '../plan/left-token.ts';
import type { Planner } from '../plan/planner.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { beingWritten } from '../files/writers.ts';
import type { Journal } from '../state/journal.ts';
import { reusing } from '../state/reread.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { StateFiles } from '../state/state.ts';
import type { Obtained, TokenBroker } from '../tokens/broker.ts';
import { withCleared } from './cleared.ts';
import { notTouched } from './not-touched.ts';
import { journalAfter, journalBefore } from './journal-update.ts';
import { newlyIssued, tokensFor } from './tokens-for.ts';
import { fileBusy, lockLost, planChanged } from './write-problems.ts';
import { foldersToMake, narrowed, writeFiles } from './write-files.ts';

export type ApplierDependencies = {
  readonly state: StateFiles;
  readonly plan: Planner['plan'];
  readonly broker: TokenBroker;
  readonly clock: Clock;
  /** Path of the journal, to be named when it can't be written. */
  readonly journalFile: string;
  /** The same of the settings. */
  readonly settingsFile: string;
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
  /** What the journal knows as the last apply by this; null where nothing was switched. */
  readonly switched: Journal['lastApply'];
  /** Tokens that had to be asked for. */
  readonly fetched: readonly TokenSettings[];
};

/** Where there was nothing to do. */
export const nothingApplied: Applied = {
  written: [],
  skipped: [],
  warnings: [],
  touched: [],
  switched: null,
  fetched: [],
};

export type Applier = {
  /**
   * The whole plan; with an id, only if it is still the plan that was shown. Else `planChanged`, and nothing was written. What goes with
   * it is done by the same writer, before anybody else writes.
   */
  applyShown(
    planId: string | undefined,
    withIt: (applied: Applied) => Promise<Result<unknown>>,
  ): Promise<Result<Applied>>;
  /**
   * Some steps, on behalf of some bindings: others that were switched on and not applied yet go on waiting. Who is writing already
   * asks for the tokens before, and brings what came of it.
   */
  applyFor(
    bindings: readonly string[],
    only: (step: Step) => boolean,
    answers?: ReadonlyMap<string, Result<Obtained>>,
    changed?: ReadonlySet<string>,
  ): Promise<Result<Applied>>;
  /** Why a file was passed over when it was last to be written here, by its path. */
  readonly unwritten: ReadonlyMap<string, Problem>;
};

type Selection = {
  readonly planId: string | undefined;
  readonly only: (step: Step) => boolean;
  /** Null for all, whose plan is shown. */
  readonly bindings: readonly string[] | null;
  /** The only files that are looked at at first; left out, all are. */
  readonly changed?: ReadonlySet<string> | undefined;
  readonly withIt?: (applied: Applied) => Promise<Result<unknown>>;
};

/** What one writer came to: the end, or tokens that have to be asked for first, which no writer does. */
type Turn = { readonly applied: Applied } | { readonly lacks: readonly TokenSettings[] };

/** What has been done so far, by one writer or several. */
type Progress = {
  readonly written: Set<string>;
  readonly touched: Set<string>;
  readonly warnings: PathProblem[];
  readonly fetched: TokenSettings[];
  switched: Applied['switched'];
  /** What came of asking for tokens, by their id: each once for all turns. */
  readonly answers: Map<string, Result<Obtained>>;
};

/** A file that changes under our hands is planned again so many times. */
const ATTEMPTS = 4;

/**
 * Writes a plan: journal first, then each file atomically, then the journal's clean-up. Bindings whose token can't be had are left
 * out whole. A file that changed between reading and writing makes everything start over from what is there now, and so does a token
 * that has to be asked for: meanwhile others may write.
 */
export function createApplier({
  state,
  plan: planFor,
  broker,
  clock,
  journalFile,
  settingsFile,
}: ApplierDependencies): Applier {
  const unwritten = new Map<string, Problem>();

  async function run(
    selection: Selection,
    answers: ReadonlyMap<string, Result<Obtained>> = new Map(),
  ): Promise<Result<Applied>> {
    const progress: Progress = {
      written: new Set(),
      touched: new Set(),
      warnings: [],
      fetched: [],
      switched: null,
      answers: new Map(answers),
    };
    const report = await runWith(selection, progress);
    for (const file of report.ok ? report.value.written : []) unwritten.delete(file);
    for (const { path, problem } of report.ok ? report.value.skipped : []) unwritten.set(path, problem);
    return report;
  }

  async function runWith(selection: Selection, progress: Progress): Promise<Result<Applied>> {
    const turn = await takeTurn(selection, progress);
    if (!turn.ok) return turn;
    if ('applied' in turn.value) return ok(turn.value.applied);
    const { lacks } = turn.value;
    return state.requesting(async () => {
      for (const [id, answer] of await broker.obtain(lacks)) progress.answers.set(id, answer);
      progress.fetched.push(...newlyIssued(lacks, progress.answers));
      return runWith(selection, progress);
    });
  }

  async function takeTurn(selection: Selection, progress: Progress): Promise<Result<Turn>> {
    const { written, touched, warnings, fetched, answers } = progress;
    return state.exclusively(async (signal) => {
      const now = clock.now();
      let busy: string | null = null;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const files = await state.read();
        if (!files.ok) return files;
        // What is not as it was planned is looked for everywhere.
        const changed = attempt === 1 ? selection.changed : undefined;
        const first = await planFor(files.value, { bindings: selection.bindings, changed });
        // Once something is written, another plan than the one that was shown is to be expected.
        if (selection.planId !== undefined && written.size === 0 && first.id !== selection.planId) {
          return failed(planChanged());
        }

        const tokens = await tokensFor(first, selection.only, files.value.settings, broker, answers);
        if (!tokens.ok) return tokens;
        const { values, excluded, lacks } = tokens.value;
        if (lacks.length > 0) return ok({ lacks });
        const plan =
          excluded.size === 0 ? first : await planFor(files.value, { bindings: selection.bindings, excluded, changed });
        const narrow = plan.files.map((file) => narrowed(file, selection.only));
        // Who looks at some files only has nothing noted anew of the others.
        const chosen = selection.changed === undefined ? narrow : narrow.filter((file) => hasWork(file));
        // A file that changed between the two plans can need a token that was not asked for.
        if (chosen.some((file) => file.steps.some((step) => lacksToken(step, values)))) continue;

        // A refresh, or what is put back, is written for nobody: it can wait until others have written.
        const isAsked = selection.bindings === null || selection.bindings.length > 0;
        const others = await beingWritten(
          isAsked ? [] : chosen.filter((file) => hasWork(file)).map(({ path }) => path),
        );
        const free = others.size === 0 ? chosen : chosen.filter(({ path }) => !others.has(path));
        if (signal.aborted) return failed(lockLost());
        const promise = journalBefore(files.value.journal, free, await foldersToMake(free), isAsked ? null : now);
        const noted = withCleared(promise, free, now);
        const promised = noted === files.value.journal ? ok(undefined) : await state.writeJournal(noted);
        if (!promised.ok) return promised;
        const outcome = await writeFiles(free, values, signal);
        if (signal.aborted) return failed(lockLost());
        const after = reusing(noted, journalAfter(noted, outcome.done, now, files.value.journal));
        const kept = after === noted ? ok(undefined) : await state.writeJournal(after);

        for (const path of outcome.written) written.add(path);
        for (const id of writtenFor(outcome.done)) touched.add(id);
        warnings.push(...warningsOf(outcome.done));
        if (after.lastApply !== files.value.journal.lastApply) progress.switched = after.lastApply;
        const { switched } = progress;
        const applied = { written: [...written], warnings, touched: [...touched], switched, fetched };
        // What is written is not called unwritten: the journal of before knows it, and the next apply clears up.
        if (!kept.ok && written.size === 0) return kept;
        if (!kept.ok) {
          const skipped = [...outcome.skipped, { path: journalFile, problem: kept.error }];
          return ended(selection, settingsFile, { ...applied, skipped });
        }
        busy = outcome.conflict;
        if (busy !== null) continue;
        // Who asked for some steps only knows what became of the rest.
        const waiting = [...others].map((path) => ({ path, problem: fileBusy() }));
        const skipped = [...outcome.skipped, ...waiting, ...notTouched(plan, selection.bindings)];
        return ended(selection, settingsFile, { ...applied, skipped });
      }
      if (written.size === 0) return failed(fileBusy());
      const skipped = [{ path: busy ?? '', problem: fileBusy() }];
      const applied = { ...nothingApplied, written: [...written], warnings, touched: [...touched], skipped };
      return ended(selection, settingsFile, applied);
    });
  }

  return {
    unwritten,
    applyShown: async (planId, withIt) => run({ planId, only: () => true, bindings: null, withIt }),
    applyFor: async (bindings, only, answers, changed) => run({ planId: undefined, only, bindings, changed }, answers),
  };
}

/** What is written is not called unwritten, whatever was to go with it. */
async function ended({ withIt }: Selection, settingsFile: string, applied: Applied): Promise<Result<Turn>> {
  const done = await (withIt?.(applied) ?? ok(null));
  if (done.ok) return ok({ applied });
  if (applied.written.length === 0) return done;
  return ok({ applied: { ...applied, skipped: [...applied.skipped, { path: settingsFile, problem: done.error }] } });
}

function writtenFor(done: readonly FilePlan[]): readonly string[] {
  return done.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'set' ? step.bindings : [])));
}

function warningsOf(done: readonly FilePlan[]): readonly PathProblem[] {
  return done.flatMap(({ path, steps }) =>
    steps.flatMap((step) => {
      // That a person's value stays is said when ours is given up, also where nobody looked at the plan.
      if (step.kind !== 'restore' && step.kind !== 'forget') return [];
      if (step.warning !== null) return [{ path, problem: step.warning }];
      return step.kind === 'restore' && step.leavesToken ? [{ path, problem: newestInstead(path, step.entry) }] : [];
    }),
  );
}

function lacksToken(step: Step, values: ReadonlyMap<string, string>): boolean {
  return step.kind === 'set' && step.tokenId !== null && !values.has(step.tokenId);
}
