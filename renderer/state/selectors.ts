import type { BindingView, ProjectView, Snapshot, TokenView } from '../../shared/contract/snapshot.ts';
import { USER_LEVEL } from '../../shared/contract/names.ts';
import { tokenNeedsPerson } from '../../shared/view/token-text.ts';

/** Tokens in the order of need: those that wait for a person first, then the ones in trouble, then by their end. */
export function tokensByNeed(tokens: readonly TokenView[]): readonly TokenView[] {
  return tokens.toSorted((a, b) => need(b) - need(a) || (a.expiresAt ?? '').localeCompare(b.expiresAt ?? ''));
}

function need(token: TokenView): number {
  if (tokenNeedsPerson(token)) return 2;
  return token.state === 'expiring' ? 1 : 0;
}

export function bindingsOf(project: ProjectView, { bindings }: Snapshot): readonly BindingView[] {
  return bindings.filter((binding) => binding.projectId === project.id);
}

/** True until something was added: only the user level is there, and it is empty. */
export function isFirstRun({ tokens, projects, bindings }: Snapshot): boolean {
  return tokens.length === 0 && bindings.length === 0 && projects.every((project) => project.id === USER_LEVEL);
}
