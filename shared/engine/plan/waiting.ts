import type { Settings } from '../state/settings.ts';
import type { Journal } from '../state/journal.ts';
import type { Plan } from './plan.ts';

/**
 * Bindings that were switched on but never applied. An apply of something else goes on as if they were off: a line that leaves
 * is not kept for them, and none that stays becomes theirs.
 */
export function waitingBindings(plan: Plan, settings: Settings, journal: Journal): readonly string[] {
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
