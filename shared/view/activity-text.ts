import type { ActivityEvent, Actor, Snapshot } from '../contract/snapshot.ts';

/** So many are named before the rest is counted. */
const NAMED = 3;

const actors: Readonly<Record<Actor, string>> = { agent: 'By itself', cli: 'Command line', page: 'Page or tray' };

/** Whose doing it was, for which bindings and in which files; bindings that are gone are left out. */
export function activityDetail(
  { by, bindings, paths }: ActivityEvent,
  { bindings: known }: Pick<Snapshot, 'bindings'>,
): string {
  const names = bindings.flatMap((id) => {
    const binding = known.find((candidate) => candidate.id === id);
    return binding === undefined ? [] : [`${binding.client} ${binding.repository}`];
  });
  return [actors[by], listed(names), listed(paths.map(({ displayPath }) => displayPath))]
    .filter((part) => part !== '')
    .join(' · ');
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
