import { findClient } from '../clients/index.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { clientBindingOf } from './binding.ts';
import { wantOtherValues } from './desired.ts';
import type { AskTargets } from './targets.ts';

/** Switched-on bindings that want other values for entries, or for variables, that this one wants: both can't be on. */
export async function conflictingBindings(
  settings: Settings,
  bindingId: string,
  targetsOf: AskTargets,
): Promise<readonly BindingSettings[]> {
  const binding = byId(settings.bindings, bindingId);
  if (binding === undefined) return [];
  const targets = await targetsOf(binding);
  const conflicts: BindingSettings[] = [];
  for (const other of settings.bindings) {
    if (!other.enabled || other.id === bindingId) continue;
    if (wantSameVariable(settings, binding, other)) conflicts.push(other);
    const theirs = 'code' in targets ? targets : await targetsOf(other);
    if ('code' in targets || 'code' in theirs) continue;
    if (wantOtherValues([binding, targets], [other, theirs])) conflicts.push(other);
  }
  return conflicts;
}

/** Two of one place that are given out by variables alone, and would give one of these two values. */
function wantSameVariable(settings: Settings, binding: BindingSettings, other: BindingSettings): boolean {
  if (binding.execOnly !== true || other.execOnly !== true || binding.projectId !== other.projectId) return false;
  const isSameToken = binding.tokenId === other.tokenId;
  const theirs = ownVariables(settings, other);
  return [...ownVariables(settings, binding)].some(([name, value]) => {
    const their = theirs.get(name);
    return their !== undefined && (their !== value || (value.includes(TOKEN_SLOT) && !isSameToken));
  });
}

/** Without those that hold lists, which both go into. */
function ownVariables(settings: Settings, binding: BindingSettings): ReadonlyMap<string, string> {
  const client = findClient(binding.client);
  const variables = Object.entries(client?.variables(clientBindingOf(settings, binding)) ?? {});
  return new Map(variables.filter(([name]) => client?.lists?.[name] === undefined));
}
