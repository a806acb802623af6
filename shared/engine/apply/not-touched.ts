import type { Problem } from '../../contract/problem.ts';
import type { Plan } from '../plan/plan.ts';
import { isAboutSecret } from '../plan/secret-problem.ts';

type NotTouched = readonly { readonly path: string; readonly problem: Problem }[];

/** Targets that a plan leaves alone, and why: of some bindings those that hold lines for them; null for all, and all that is refused. */
export function notTouched(plan: Plan, bindings: readonly string[] | null): NotTouched {
  if (bindings !== null) return stuck(plan, (id) => bindings.includes(id));
  const refused = [...plan.refused].flatMap(([binding, problem]) =>
    (plan.targets.get(binding) ?? []).map((path) => ({ path, problem })),
  );
  const known = new Set(refused.map(({ path }) => path));
  return [...refused, ...stuck(plan, () => true).filter(({ path }) => !known.has(path))];
}

/** Files that can't be touched and hold lines of ours, which should maybe go. */
function stuck({ files }: Plan, isTheirs: (binding: string) => boolean): NotTouched {
  return files.flatMap(({ path, problem, journal }) => {
    const isConcerned = journal?.entries.some((entry) => entry.bindings.some((id) => isTheirs(id))) === true;
    return problem === null || isAboutSecret(problem) || !isConcerned ? [] : [{ path, problem }];
  });
}
