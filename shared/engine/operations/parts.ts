import { ok } from '../../contract/problem.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { PendingPlan } from '../../contract/parts.ts';
import type { BindingView } from '../../contract/snapshot.ts';
import type { Core } from '../core/core.ts';
import { givingWay } from '../files/give-way.ts';
import { changesFile } from '../plan/plan.ts';
import type { Plan } from '../plan/plan.ts';
import { bindingView, projectViews, tokenViews, whatIsAbout } from '../snapshot/build.ts';
import { planView } from '../snapshot/plan-view.ts';
import type { State } from '../state/state.ts';
import type { Handler } from './handler.ts';

/** Asks the doctor of those bindings alone that something is written for: nobody else's findings stand in a plan. */
export const pendingPlan: Handler<'plan.get'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const plan = await core.plan(state.value);
  const { id, changes, warnings, clearing } = viewOf(
    core,
    state.value,
    plan,
    await findingsOfChanges(core, state.value, plan),
  );
  return ok({ id, changes, warnings, clearing });
};

export const listBindings: Handler<'binding.list'> = async (core, { bindingIds }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const { settings } = state.value;
  const { clock, environment } = core.ports;
  const only = bindingIds === undefined ? undefined : new Set(bindingIds);
  const plan = await core.plan(state.value);
  const pending = viewOf(core, state.value, plan);
  const about = whatIsAbout(state.value, plan, pending);
  const findings = await core.judge.after(state.value, plan, only);
  const bindings: BindingView[] = [];
  const giveWay = givingWay();
  for (const binding of settings.bindings) {
    if (only?.has(binding.id) === false) continue;
    await giveWay();
    const view = bindingView(binding, core, state.value, plan, about);
    bindings.push({ ...view, findings: findings.get(binding.id) ?? [] });
  }
  return ok({
    now: new Date(clock.now()).toISOString(),
    bindings,
    tokens: tokenViews(core, state.value),
    projects: await projectViews(settings, environment.home),
    clearing: pending.clearing,
  });
};

export const problemsOfBindings: Handler<'binding.problems'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const plan = await core.plan(state.value);
  const view = viewOf(core, state.value, plan);
  const concerned = concernedBy(plan, view);
  if (concerned.size === 0) return ok([]);
  const about = whatIsAbout(state.value, plan, view);
  const failures = new Map(tokenViews(core, state.value).map(({ id, error }) => [id, error]));
  return ok(
    state.value.settings.bindings.flatMap((binding) => {
      if (!binding.enabled || !concerned.has(binding.id)) return [];
      const { problem, state: standing } = bindingView(binding, core, state.value, plan, about);
      const found = problem ?? (standing === 'pending' ? (failures.get(binding.tokenId) ?? null) : null);
      return found === null ? [] : [{ bindingId: binding.id, problem: found }];
    }),
  );
};

/** Bindings that are refused, that something would be written for, or that somebody changed a line of: nothing is in the way of others. */
function concernedBy(plan: Plan, { changes }: PendingPlan): ReadonlySet<string> {
  const changed = plan.files.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'set' && step.changed !== null ? step.bindings : [])),
  );
  return new Set([...plan.refused.keys(), ...changes.flatMap(({ bindings }) => bindings), ...changed]);
}

/** `findings` are wanted by who shows the plan's warnings. */
function viewOf(core: Core, state: State, plan: Plan, findings: ReadonlyMap<string, readonly Finding[]> = new Map()) {
  return planView(plan, state, findings, core.ports.environment.home);
}

async function findingsOfChanges(core: Core, state: State, plan: Plan) {
  const steps = plan.files.filter(changesFile).flatMap((file) => file.steps);
  const theirs = new Set(
    steps.flatMap((step) => (step.kind === 'set' || step.kind === 'restore' ? step.bindings : [])),
  );
  return theirs.size === 0 ? new Map<string, readonly Finding[]>() : core.judge.after(state, plan, theirs);
}
