import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import type { Core } from '../core.ts';
import type { Step } from '../plan/plan-file.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import type { Handler } from './handler.ts';

export const refreshToken: Handler<'token.refresh'> = async (core, { tokenId }) => {
  const state = await core.read();
  if (!state.ok) return state;
  const token = state.value.settings.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined) return failed(problemOf('tokenNotFound', `There is no token ${tokenId}.`));
  const renewed = await renewNow(core, token, state.value.ledger);
  return renewed.ok ? ok({}) : renewed;
};

export const refreshAllTokens: Handler<'token.refreshAll'> = async (core) => {
  const state = await core.read();
  if (!state.ok) return state;
  const outcomes = await Promise.all(
    state.value.settings.tokens.map((token) => renewNow(core, token, state.value.ledger)),
  );
  return outcomes.find((outcome) => !outcome.ok) ?? ok({});
};

/** A request the person asked for: repeated clicks share the one that runs. */
const running = new WeakMap<Core, Map<string, Promise<Result<ApplyReport>>>>();

async function renewNow(core: Core, token: TokenSettings, ledger: Ledger): Promise<Result<ApplyReport>> {
  const mine = running.get(core) ?? new Map<string, Promise<Result<ApplyReport>>>();
  running.set(core, mine);
  const shared = mine.get(token.id);
  if (shared !== undefined) return shared;
  const started = renewAndNote(core, token, ledger.tokens[token.id]).finally(() => mine.delete(token.id));
  mine.set(token.id, started);
  return started;
}

/** Renews, and says in the activity how it went. */
export async function renewAndNote(
  core: Core,
  token: TokenSettings,
  seen: LedgerEntry | undefined,
): Promise<Result<ApplyReport>> {
  const renewed = await core.renew(token, seen);
  if (!renewed.ok) {
    core.note('problem', renewed.error.message);
    return renewed;
  }
  core.note('renewed', `Renewed the token of ${token.domain} (profile ${token.profile})`);
  for (const { path, problem } of renewed.value.skipped) core.note('problem', `${path}: ${problem.message}`);
  return renewed;
}

/** Writes tokens that live, without asking for any, into the lines of ours that hold an older one. */
export async function writeOwedTokens(core: Core): Promise<Result<ApplyReport>> {
  const state = await core.read();
  if (!state.ok) return state;
  const { ledger } = state.value;
  const now = core.ports.clock.now();
  const isOwed = (step: Step): boolean =>
    step.kind === 'set' && step.renewal && step.tokenId !== null && lives(ledger.tokens[step.tokenId], now);
  const plan = await core.plan(state.value);
  if (!plan.files.some((file) => file.steps.some(isOwed))) return ok({ written: [], skipped: [] });
  return core.apply({ only: isOwed, concerning: [] });
}

function lives(entry: LedgerEntry | undefined, now: number): boolean {
  return (entry?.token?.expiresAt ?? 0) > now;
}
