import type { BindingView, ProjectView, Snapshot, TokenView } from '../../shared/contract/snapshot.ts';
import { USER_LEVEL } from '../../shared/contract/user-level.ts';
import { needsPerson } from '../../shared/view/standing/need.ts';

/** Tokens that wait for a person, and the others; each by name, so that a card keeps its place when its token is refreshed. */
export function tokensByNeed(
  tokens: readonly TokenView[],
  now: number,
): { readonly waiting: readonly TokenView[]; readonly kept: readonly TokenView[] } {
  const sorted = tokens.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return {
    waiting: sorted.filter((token) => needsPerson(token, now)),
    kept: sorted.filter((token) => !needsPerson(token, now)),
  };
}

function nameOf({ domain, region, profile }: TokenView): string {
  return [domain, region, profile].join(' ');
}

export function bindingsOf(project: ProjectView, { bindings }: Snapshot): readonly BindingView[] {
  return bindings.filter((binding) => binding.projectId === project.id);
}

/** True until something was added: only the user level is there, and it is empty. */
export function isFirstRun({ problem, tokens, projects, bindings }: Snapshot): boolean {
  return (
    problem === null &&
    tokens.length === 0 &&
    bindings.length === 0 &&
    projects.every((project) => project.id === USER_LEVEL)
  );
}
