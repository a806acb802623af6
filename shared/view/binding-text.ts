import type { BindingState, BindingView, PlanView, Snapshot } from '../contract/snapshot.ts';
import { counted, type Mark } from './standing/mark.ts';
import { needsHelp } from './standing/need.ts';

/** What a binding points at: `platform / web-releases`. */
export function bindingName(binding: BindingView): string {
  return `${binding.domain} / ${binding.repository}`;
}

/** How many files an apply would write for these bindings. */
export function changesFor(bindingIds: readonly string[], plan: PlanView): number {
  return plan.changes.filter((change) => change.bindings.some((id) => bindingIds.includes(id))).length;
}

const CHANGED: Mark = { word: 'Changed by you', tone: 'warn' };
const NOT_SIGNED_IN: Mark = { word: 'Not signed in', tone: 'bad' };

/** One binding's state as a word with its tone. */
export function bindingMark(binding: BindingView, plan: PlanView): Mark {
  switch (binding.state) {
    case 'inSync':
      if (needsHelp(binding)) return NOT_SIGNED_IN;
      return { word: binding.execOnly ? 'Exec only' : 'In sync', tone: 'ok' };
    case 'pending':
      if (binding.problem?.code === 'changedByUser') return CHANGED;
      return { word: counted(Math.max(1, changesFor([binding.id], plan)), 'change'), tone: 'warn' };
    case 'refused':
      return { word: 'Refused', tone: 'bad' };
    case 'off':
      return { word: 'Off', tone: 'off' };
    default:
      return binding.state satisfies never;
  }
}

const targetWords: Readonly<Record<BindingState, string>> = {
  inSync: 'in sync',
  pending: 'to be written',
  refused: 'refused',
  off: 'off',
};

/** How one file of a binding stands, to follow its path. */
export function targetWord(state: BindingState): string {
  return targetWords[state];
}

/** A project's state: its worst binding speaks for it; null when it has none. */
export function projectMark(projectId: string, { bindings, plan }: Pick<Snapshot, 'bindings' | 'plan'>): Mark | null {
  const own = bindings.filter((binding) => binding.projectId === projectId);
  if (own.length === 0) return null;
  if (own.some((binding) => binding.state === 'refused')) return { word: 'Refused', tone: 'bad' };
  if (own.some(needsHelp)) return NOT_SIGNED_IN;
  const pending = own.filter((binding) => binding.state === 'pending').map((binding) => binding.id);
  if (pending.length > 0) return { word: counted(Math.max(1, changesFor(pending, plan)), 'change'), tone: 'warn' };
  if (own.some((binding) => binding.state === 'inSync')) return { word: 'In sync', tone: 'ok' };
  return { word: 'Off', tone: 'off' };
}
