import type { ActivityEvent } from '../../contract/snapshot.ts';
import { displayPath } from '../files/display-path.ts';
import type { LoggedEvent } from '../state/activity-log.ts';
import type { State } from '../state/state.ts';

/** As many bindings as an event names. */
const NAMED = 20;

/** What events are judged by. */
export type Switches = { readonly lastApplyAt: number | null; readonly enabled: ReadonlyMap<string, boolean> };

export function switchesOf({ settings, journal }: State): Switches {
  const enabled = new Map(settings.bindings.map((binding) => [binding.id, binding.enabled]));
  return { lastApplyAt: journal.lastApply?.at ?? null, enabled };
}

/** What screens are shown of events; `state` is null where there is none that can be read. */
export function activityViews(
  events: readonly LoggedEvent[],
  state: State | null,
  home: string,
): readonly ActivityEvent[] {
  const switches = state === null ? null : switchesOf(state);
  return events.map(({ id, at, kind, by, message, paths, switched }) => ({
    id,
    at,
    kind,
    by,
    message,
    paths: paths.map((path) => ({ path, displayPath: displayPath(path, home) })),
    bindings: [...(switched?.on ?? []), ...(switched?.off ?? [])].slice(0, NAMED),
    undo: switched !== undefined && switches !== null && isStillSo(switched, switches) ? { id } : null,
  }));
}

/** True for the last apply, and for an earlier one as long as all that it switched on is on and all that it switched off is off. */
export function isStillSo(
  { at, on, off }: NonNullable<LoggedEvent['switched']>,
  { lastApplyAt, enabled }: Switches,
): boolean {
  if (at === lastApplyAt) return true;
  if (on.length + off.length === 0) return false;
  return on.every((id) => enabled.get(id) === true) && off.every((id) => enabled.get(id) === false);
}
