import type { Problem } from '../../contract/problem.ts';
import type { Clock } from '../../ports/host.ts';
import type { ClientContext } from '../clients/client.ts';
import { lookOnce } from '../files/stamp.ts';
import { switched } from '../state/changes.ts';
import type { Journal } from '../state/journal.ts';
import type { Settings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import { nothingKept } from './kept.ts';
import { makePlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { askTargets } from './targets.ts';
import type { AskTargets } from './targets.ts';

export type PlanOptions = {
  /** Whom it is made for: others that were switched on and not applied yet count as off. Null or left out: for everybody. */
  readonly bindings?: readonly string[] | null;
  /** Bindings to leave alone for a reason found elsewhere, such as a token that can't be had. */
  readonly excluded?: ReadonlyMap<string, Problem>;
  /** The only files that can be others than for the plan before, where somebody watches them; left out, all are looked at. */
  readonly changed?: ReadonlySet<string> | undefined;
};

export type Planner = {
  /** What would bring the files in line with the state. Reads targets, writes and fetches nothing. */
  plan(state: State, options?: PlanOptions): Promise<Plan>;
  /** Asks what each binding of these settings wants where, as things are now. */
  targets(settings: Settings): AskTargets;
};

/** Plans again only what changed: the settings, the journal, the tokens and the files are compared with those of the plan before. */
export function createPlanner(context: ClientContext, clock: Clock): Planner {
  const kept = nothingKept();
  return {
    async plan(state, { bindings = null, excluded = new Map(), changed } = {}) {
      const sight = lookOnce(changed);
      const input = { context, now: clock.now(), excluded, kept, sight, changed: changed ?? null };
      const whole = await makePlan({ ...state, ...input });
      if (bindings === null) return whole;
      const waiting = waitingBindings(whole, state.settings, state.journal);
      const others = waiting.filter((binding) => !bindings.includes(binding));
      if (others.length === 0) return whole;
      return makePlan({ ...state, ...input, settings: switched(state.settings, others, false) });
    },
    targets: (settings) => askTargets(settings, context, kept.targets, lookOnce()),
  };
}

/**
 * Bindings that were switched on but never applied. An apply of something else goes on as if they were off: a line that leaves
 * is not kept for them, and none that stays becomes theirs.
 */
function waitingBindings(plan: Plan, settings: Settings, journal: Journal): readonly string[] {
  const written = new Set(journal.files.flatMap((file) => file.entries.flatMap((entry) => entry.bindings)));
  const unwritten = new Set(
    plan.files.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === 'set' && !step.refresh ? step.bindings : [])),
    ),
  );
  return settings.bindings
    .filter(({ id, enabled }) => enabled && !written.has(id) && (unwritten.has(id) || plan.refused.has(id)))
    .map(({ id }) => id);
}
