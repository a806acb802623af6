import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import type { Core } from '../core.ts';
import type { TokenSettings } from '../settings/settings.ts';
import type { Handler } from './handler.ts';

export const refreshToken: Handler<'token.refresh'> = async (core, { tokenId }) => {
  const state = await core.read();
  if (!state.ok) return state;
  const token = state.value.settings.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined) return failed(problemOf('tokenNotFound', `There is no token ${tokenId}.`));
  const renewed = await renewNow(core, token);
  return renewed.ok ? ok({}) : renewed;
};

export const refreshAllTokens: Handler<'token.refreshAll'> = async (core) => {
  const state = await core.read();
  if (!state.ok) return state;
  const outcomes = await Promise.all(state.value.settings.tokens.map((token) => renewNow(core, token)));
  return outcomes.find((outcome) => !outcome.ok) ?? ok({});
};

/** A request the person asked for: repeated clicks share the one that runs. */
const running = new WeakMap<Core, Map<string, Promise<Result<ApplyReport>>>>();

async function renewNow(core: Core, token: TokenSettings): Promise<Result<ApplyReport>> {
  const mine = running.get(core) ?? new Map<string, Promise<Result<ApplyReport>>>();
  running.set(core, mine);
  const shared = mine.get(token.id);
  if (shared !== undefined) return shared;
  const started = renewAndNote(core, token).finally(() => mine.delete(token.id));
  mine.set(token.id, started);
  return started;
}

/** Renews, and says in the activity how it went. */
export async function renewAndNote(core: Core, token: TokenSettings): Promise<Result<ApplyReport>> {
  const renewed = await core.renew(token, core.ports.clock.now());
  if (!renewed.ok) {
    core.note('problem', renewed.error.message);
    return renewed;
  }
  core.note('renewed', `Renewed the token of ${token.domain} (profile ${token.profile})`);
  for (const skipped of renewed.value.skipped) core.note('problem', `${skipped.path}: ${skipped.message}`);
  return renewed;
}
