import { ok } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Clock } from '../../ports/host.ts';
import { nothingApplied } from '../apply/apply.ts';
import type { Applied, Applier } from '../apply/apply.ts';
import type { Step } from '../plan/plan-file.ts';
import type { Activity } from './activity.ts';
import type { Troubles } from './troubles.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { StateFiles } from '../state/state.ts';
import type { Due, TokenBroker } from '../tokens/broker.ts';

/** A refresh that failed in this process, the token that there was then, and when: milliseconds since 1970. */
export type OwnFailure = { readonly problem: Problem; readonly fingerprint: string | null; readonly at: number };

export type Refresher = {
  /**
   * Gets newer tokens than those in `seen`, side by side, writes them wherever the old ones stand, and says in the activity how it
   * went. What is being fetched already is waited for: not to be called while writing.
   */
  refresh(due: readonly Due[]): Promise<readonly Result<Applied>[]>;
  /** True while the token is being fetched. */
  isRefreshing(tokenId: string): boolean;
  /** Why the last refresh of a token failed here: the ledger can't tell when its own disk is the reason. */
  readonly failures: ReadonlyMap<string, OwnFailure>;
};

export type RefreshDependencies = {
  readonly state: StateFiles;
  readonly broker: TokenBroker;
  readonly applier: Applier;
  readonly activity: Activity;
  readonly troubles: Troubles;
  readonly clock: Clock;
};

export function createRefresher({ state, broker, applier, activity, troubles, clock }: RefreshDependencies): Refresher {
  const refreshes = new Map<string, Promise<Result<Applied>>>();
  const failures = new Map<string, OwnFailure>();

  async function fetchAndWrite(due: readonly Due[]): Promise<ReadonlyMap<string, Result<Applied>>> {
    const outcome = await state.requesting(async () => {
      const fetched = await broker.refresh(due);
      const fresh = [...fetched].flatMap(([id, result]) => (result.ok ? [id] : []));
      const written = fresh.length === 0 ? ok(nothingApplied) : await applier.applyFor([], replacesToken(fresh));
      return ok(new Map([...fetched].map(([id, result]) => [id, result.ok ? written : result])));
    });
    return outcome.ok ? outcome.value : new Map(due.map(({ token }) => [token.id, outcome]));
  }

  async function begin(due: readonly Due[]): Promise<ReadonlyMap<string, Result<Applied>>> {
    try {
      const outcomes = await fetchAndWrite(due);
      for (const one of due) note(one, outcomes.get(one.token.id) ?? ok(nothingApplied));
      return outcomes;
    } finally {
      for (const { token } of due) refreshes.delete(token.id);
      activity.changed();
    }
  }

  function note({ token, seen }: Due, outcome: Result<Applied>): void {
    if (outcome.ok) {
      failures.delete(token.id);
      activity.note('refreshed', refreshedText(token), outcome.value);
      for (const { path, problem } of outcome.value.skipped) troubles.tellOf('targets', path, problem);
    } else {
      const told = [failures.get(token.id)?.problem.message, seen?.failure?.problem.message];
      const fingerprint = seen?.token?.fingerprint ?? null;
      failures.set(token.id, { problem: outcome.error, fingerprint, at: clock.now() });
      // An outage of hours is one event, however often it was asked; and one that the ledger can't note.
      if (!told.includes(outcome.error.message)) activity.note('problem', outcome.error.message);
    }
  }

  return {
    failures,
    isRefreshing: (tokenId) => refreshes.has(tokenId),
    async refresh(due) {
      const unasked = due.filter(({ token }) => !refreshes.has(token.id));
      if (unasked.length > 0) {
        const batch = begin(unasked);
        for (const { token } of unasked) {
          refreshes.set(
            token.id,
            batch.then((outcomes) => outcomes.get(token.id) ?? ok(nothingApplied)),
          );
        }
        activity.changed();
      }
      return Promise.all(due.map(async ({ token }) => (await refreshes.get(token.id)) ?? ok(nothingApplied)));
    },
  };
}

/** Lines of ours that get a newer one of these tokens, and nothing else new. */
export function replacesToken(tokenIds: readonly string[]): (step: Step) => boolean {
  return (step) => step.kind === 'set' && step.refresh && step.tokenId !== null && tokenIds.includes(step.tokenId);
}

/** What the activity says of a token that was asked for. */
export function refreshedText({ domain, profile }: Pick<TokenSettings, 'domain' | 'profile'>): string {
  return `Refreshed the token of ${domain} (profile ${profile})`;
}
