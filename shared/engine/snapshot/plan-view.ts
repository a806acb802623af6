import type { Finding } from '../../contract/doctor.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Problem } from '../../contract/problem.ts';
import type { PlanChange, PlanView, PlanWarning } from '../../contract/snapshot.ts';
import type { State } from '../state/state.ts';
import { displayPath, isInside } from '../files/display-path.ts';
import { endpointNotice } from '../plan/binding.ts';
import { byId } from '../state/settings.ts';
import { changesFile } from '../plan/plan.ts';
import type { FilePlan, Plan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { maskedDiff } from '../plan/render.ts';
import { isAboutSecret } from '../plan/secret-problem.ts';
import { stepText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';

/**
 * The plan as people and scripts see it: masked diffs, warnings, and what needs nothing. `findings` are what will stand in the way of
 * each binding once the plan is written.
 */
export function planView(
  plan: Plan,
  state: State,
  findings: ReadonlyMap<string, readonly Finding[]>,
  home: string,
): PlanView {
  const changes: PlanChange[] = [];
  const warnings: PlanWarning[] = [...plan.refused].map(([binding, problem]) =>
    warningOf(problem, plan.targets.get(binding)?.[0] ?? null, [binding]),
  );
  const untouched: PlanView['untouched'][number][] = [];
  const clearing: PlanView['clearing'][number][] = [];
  for (const file of plan.files) {
    if (changesFile(file)) {
      const change = changeOf(file, state, home);
      if ('code' in change) warnings.push(warningOf(change, file.path, bindingsOf(file)));
      else changes.push(change);
    } else if (file.problem === null && file.steps.some((step) => step.kind === 'keep')) {
      untouched.push({ path: file.path, displayPath: displayPath(file.path, home), client: file.client });
    }
    const leaving = file.steps.filter((step) => step.kind === 'clear');
    if (leaving.length > 0) {
      clearing.push({ path: file.path, displayPath: displayPath(file.path, home), entries: leaving.length });
    }
    for (const binding of newlyWritten(file)) {
      const known = byId(state.settings.bindings, binding);
      const notice = known === undefined ? null : endpointNotice(state.settings, known);
      if (notice !== null) warnings.push(warningOf(notice, file.path, [binding]));
    }
    for (const step of file.steps) {
      if (step.kind === 'set' && step.changed !== null)
        warnings.push(warningOf(step.changed, file.path, step.bindings));
      if ((step.kind === 'forget' || step.kind === 'restore' || step.kind === 'clear') && step.warning !== null) {
        warnings.push(warningOf(step.warning, file.path, step.bindings));
      }
    }
    if (file.problem !== null && file.journal !== undefined && !isAboutSecret(file.problem)) {
      warnings.push(
        warningOf(
          file.problem,
          file.path,
          file.journal.entries.flatMap((entry) => entry.bindings),
        ),
      );
    }
  }
  for (const id of new Set(changes.flatMap(({ bindings }) => bindings))) {
    for (const { severity, problem, origin } of findings.get(id) ?? []) {
      if (severity !== 'note') warnings.push(warningOf(problem, origin?.path ?? null, [id]));
    }
  }
  return { id: plan.id, changes, warnings: unique(warnings), untouched, clearing };
}

function changeOf(file: FilePlan, { settings }: State, home: string): PlanChange | Problem {
  const shown = displayPath(file.path, home);
  const realPath = file.file?.realPath ?? file.path;
  const diff = maskedDiff(file, realPath === file.path ? shown : `${shown} -> ${displayPath(realPath, home)}`);
  if (!diff.ok) return diff.error;
  const bindings = bindingsOf(file);
  const mode = modeChange(file);
  const projects = new Set(
    settings.bindings.filter((binding) => bindings.includes(binding.id)).map((binding) => binding.projectId),
  );
  const around = settings.projects.find((project) => isInside(file.path, project.path));
  const [only = around?.id ?? USER_LEVEL, ...others] = projects;
  return {
    path: file.path,
    realPath,
    displayPath: shown,
    client: file.client,
    bindings,
    projectId: others.length > 0 ? null : around !== undefined ? only : USER_LEVEL,
    exists: file.file?.exists ?? false,
    gitTracked: file.visibility?.system === 'git' && ['tracked', 'forced'].includes(file.visibility.standing),
    diff: diff.value,
    mode,
    summary: summaryOf(file, mode),
  };
}

function bindingsOf(file: FilePlan): string[] {
  const isWritten = ({ kind }: Step) =>
    kind === 'set' || kind === 'restore' || (kind === 'keep' && file.whole !== null);
  const steps = file.steps.filter(isWritten);
  return [...new Set(steps.flatMap((step) => step.bindings))];
}

/** Bindings that get a line here that is more than a newer token. */
function newlyWritten({ steps }: FilePlan): readonly string[] {
  return [
    ...new Set(
      steps.flatMap((step) => (step.kind === 'set' && !step.refresh && step.heals === null ? step.bindings : [])),
    ),
  ];
}

function modeChange({ mode, file }: FilePlan): PlanChange['mode'] {
  return mode === null || file?.exists !== true ? null : { from: file.mode ?? 0, to: mode };
}

function summaryOf({ steps, whole }: FilePlan, mode: PlanChange['mode']): string {
  const sets = steps.filter((step) => step.kind === 'set');
  const refreshes = sets.length > 0 && sets.every((step) => step.refresh);
  const heals = sets.length > 0 && sets.every((step) => step.refresh || step.heals !== null);
  const parts = [
    whole === null ? '' : 'put back whole',
    refreshes
      ? 'new token'
      : heals
        ? `put back: ${sets.map((step) => shortName(step.entry)).join(', ')}`
        : sets.map((step) => shortName(step.entry)).join(', '),
    steps.some((step) => step.kind === 'restore') ? 'turned off, restored' : '',
    steps.some((step) => step.kind === 'clear') ? 'cleared' : '',
    mode === null ? '' : `permissions ${octal(mode.from)} → ${octal(mode.to)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `//host/npm/repository/:_authToken` is called `_authToken`. */
function shortName(entry: EntryPath): string {
  const name = stepText(entry.at(-1));
  return name.startsWith('//') ? name.slice(name.lastIndexOf(':') + 1) : name;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function warningOf(problem: Problem, path: string | null, bindings: readonly string[]): PlanWarning {
  return { ...problem, path, bindings };
}

/** One problem of a file shared by several bindings is one warning. */
function unique(warnings: readonly PlanWarning[]): PlanWarning[] {
  const merged = new Map<string, PlanWarning>();
  for (const warning of warnings) {
    const key = `${warning.code} ${warning.message}`;
    const earlier = merged.get(key);
    merged.set(
      key,
      earlier === undefined
        ? warning
        : { ...earlier, bindings: [...new Set([...earlier.bindings, ...warning.bindings])] },
    );
  }
  return [...merged.values()];
}
