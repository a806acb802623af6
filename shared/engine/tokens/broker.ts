import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { AwsAccess } from '../../ports/aws-access.ts';
import type { Clock, TokenStore } from '../../ports/host.ts';
import { isTokenAlphabet, readTokenTimes } from '../secrets/token.ts';
import type { TokenSettings } from '../state/settings.ts';
import { fingerprintOf, readLedger, recordInLedger } from '../state/ledger.ts';
import type { LedgerEntry } from '../state/ledger.ts';
import { retryDelay } from './schedule.ts';

export type BrokerDependencies = {
  readonly stateFolder: string;
  readonly aws: AwsAccess;
  readonly tokens: TokenStore;
  readonly clock: Clock;
  /** Tokens of this id that stand in the files we wrote. */
  tokensInTargets(tokenId: string): Promise<readonly string[]>;
};

/** Hands out tokens and asks AWS as seldom as possible. Call it with the writer lock held: that makes one request per token over all hosts. */
export type TokenBroker = {
  /** The newest token while it lives, without any request; null when there is none. */
  current(tokenId: string): Promise<string | null>;
  /** The newest token, by request when there is none. */
  obtain(settings: TokenSettings): Promise<Result<string>>;
  /** Sees to a newer token than the one in `seen`, the entry that made the caller ask: by request, unless another host tried since. */
  renew(settings: TokenSettings, seen: LedgerEntry | undefined): Promise<Result<void>>;
};

export function createTokenBroker({
  stateFolder,
  aws,
  tokens,
  clock,
  tokensInTargets,
}: BrokerDependencies): TokenBroker {
  async function current(tokenId: string): Promise<string | null> {
    const ledger = await readLedger(stateFolder);
    const known = ledger.ok ? (ledger.value.tokens[tokenId]?.token ?? null) : null;
    if (known === null || known.expiresAt <= clock.now()) return null;
    const kept = await tokens.get(tokenId);
    if (kept !== null && fingerprintOf(kept) === known.fingerprint) return kept;
    // Another process got it: the files that it wrote are where it can be found again.
    const found = (await tokensInTargets(tokenId)).find((token) => fingerprintOf(token) === known.fingerprint);
    if (found === undefined) return null;
    tokens.set(tokenId, found);
    return found;
  }

  async function request(settings: TokenSettings): Promise<Result<string>> {
    const answer = await aws.token(settings, settings.durationSeconds);
    // Whatever has to be quoted or escaped somewhere may not get near a file.
    const issued = answer.ok && !isTokenAlphabet(answer.value.token) ? failed(unknownForm()) : answer;
    const ledger = await readLedger(stateFolder);
    const known = ledger.ok ? ledger.value.tokens[settings.id] : undefined;
    if (!issued.ok) {
      const attempts = (known?.failure?.attempts ?? 0) + 1;
      const nextAttemptAt = clock.now() + retryDelay(issued.error, attempts, Math.random());
      const failure = { problem: issued.error, attempts, nextAttemptAt };
      await recordInLedger(stateFolder, settings.id, { token: known?.token ?? null, failure });
      return issued;
    }
    const { token, expiresAt } = issued.value;
    tokens.set(settings.id, token);
    const recorded = await recordInLedger(stateFolder, settings.id, {
      token: { fingerprint: fingerprintOf(token), expiresAt, ...ownTimes(token, expiresAt, clock.now()) },
      failure: null,
    });
    return recorded.ok ? ok(token) : recorded;
  }

  return {
    current,
    async obtain(settings) {
      const token = await current(settings.id);
      return token === null ? request(settings) : ok(token);
    },
    async renew(settings, seen) {
      const ledger = await readLedger(stateFolder);
      const known = ledger.ok ? ledger.value.tokens[settings.id] : undefined;
      const { token = null, failure = null } = known ?? {};
      // Compared by what they are rather than by times: those of tokens are whole seconds of another clock.
      if (token !== null && token.fingerprint !== seen?.token?.fingerprint && token.expiresAt > clock.now()) {
        return ok(undefined);
      }
      if (failure !== null && failure.nextAttemptAt !== seen?.failure?.nextAttemptAt) return failed(failure.problem);
      const issued = await request(settings);
      return issued.ok ? ok(undefined) : issued;
    },
  };
}

/** When a token was issued by our clock, and how far the service's is ahead: a token names its times by that one. */
function ownTimes(token: string, expiresAt: number, now: number): { issuedAt: number; serviceAhead: number } {
  const times = readTokenTimes(token);
  if (times === null) return { issuedAt: now, serviceAhead: 0 };
  const life = times.expiresAt - times.issuedAt;
  return { issuedAt: Math.min(expiresAt - life, now), serviceAhead: times.expiresAt - expiresAt };
}

function unknownForm(): Problem {
  return problemOf('unexpected', 'CodeArtifact answered with a token of an unknown form; nothing was written.', {
    advice: 'Update CodeArtifact Tray, or report this.',
  });
}
