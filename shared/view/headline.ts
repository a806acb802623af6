import type { Snapshot } from '../contract/snapshot.ts';
import { longDuration } from './duration.ts';

export type Headline = { readonly title: string; readonly detail: string };

/** The one sentence that says how things stand, and the next event. `now` in milliseconds since 1970. */
export function headline(snapshot: Snapshot, now: number): Headline {
  return { title: title(snapshot), detail: detail(snapshot, now) };
}

function title({ tokens, problem, paused, bindings }: Snapshot): string {
  if (problem !== null) return 'Settings need you';
  const waiting = new Set(tokens.filter((token) => token.state === 'signInNeeded').map((token) => token.profile));
  if (waiting.size > 0) return waiting.size === 1 ? '1 profile needs you' : `${waiting.size} profiles need you`;
  const failing = tokens.filter((token) => token.state === 'failed' || token.state === 'expired').length;
  if (failing > 0) return failing === 1 ? '1 token could not be renewed' : `${failing} tokens could not be renewed`;
  const refused = bindings.filter((binding) => binding.state === 'refused').length;
  if (refused > 0) return refused === 1 ? '1 binding needs you' : `${refused} bindings need you`;
  if (paused) return 'Paused';
  if (tokens.length === 0) return 'Nothing to keep yet';
  return 'All signed in';
}

function detail({ tokens, paused }: Snapshot, now: number): string {
  if (tokens.length === 0) return 'Add a project and switch a repository on';
  const fresh = tokens.filter((token) => token.state === 'fresh' || token.state === 'refreshing').length;
  const count = `${fresh} of ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'} fresh`;
  if (paused) return `${count} · nothing is renewed while paused`;
  const next = tokens
    .map((token) => token.refreshAt)
    .filter((at) => at !== null)
    .map((at) => Date.parse(at))
    .sort((a, b) => a - b)[0];
  if (next === undefined) return count;
  return next <= now ? `${count} · refreshing now` : `${count} · next refresh in ${longDuration(next - now)}`;
}
