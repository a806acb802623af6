import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { AwsAccess, IssuedToken, TokenAnswer } from '../../ports/aws-access.ts';
import type { Clock, TokenStore } from '../../ports/host.ts';
import { editors } from '../editors/index.ts';
import { readTextFile } from '../files/text-file.ts';
import { isTokenAlphabet, readTokenTimes, tokenIn } from '../secrets/token.ts';
import { readJournal } from '../state/journal.ts';
import type { Journal } from '../state/journal.ts';
import { bootedAt, fingerprintOf, readLedger, recordInLedger } from '../state/ledger.ts';
import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { StateFiles } from '../state/state.ts';
import { endsWithItsKeys, lastOfAll, LONGEST_PAUSE, retryDelay, SAME_END } from './schedule.ts';

export type BrokerDependencies = {
  readonly stateFolder: string;
  readonly state: Pick<StateFiles, 'exclusively'>;
  readonly aws: AwsAccess;
  readonly tokens: TokenStore;
  readonly clock: Clock;
};

/** `isNew`: it was asked for just now, so that the files hold an older one. */
export type Obtained = { readonly token: string; readonly isNew: boolean };

/** A token to be refreshed, and the ledger entry that made the caller ask. */
export type Due = { readonly token: TokenSettings; readonly seen: LedgerEntry | undefined };

/**
 * Hands out tokens and asks AWS as seldom as possible, for several tokens side by side. What may ask is called within `requesting`, and
 * not while writing: that makes one request per token over all hosts, and keeps nobody from writing. Answers are by token id.
 */
export type TokenBroker = {
  /** Those of the newest tokens that live and can be had without any request. Call it at any time. */
  held(tokens: readonly TokenSettings[]): Promise<Result<ReadonlyMap<string, string>>>;
  /** The newest token while it lives, by request when there is none. */
  obtain(tokens: readonly TokenSettings[]): Promise<ReadonlyMap<string, Result<Obtained>>>;
  /** Sees to newer tokens than those in `seen`: by request, unless another host tried since. */
  refresh(due: readonly Due[]): Promise<ReadonlyMap<string, Result<void>>>;
};

type KnownToken = NonNullable<LedgerEntry['token']>;
type Outcome<T> = readonly [tokenId: string, result: Result<T>];

export function createTokenBroker({ stateFolder, state, aws, tokens, clock }: BrokerDependencies): TokenBroker {
  /** The newest token while it lives, without any request; null when there is none. */
  async function current(tokenId: string, ledger: Ledger): Promise<string | null> {
    const known = ledger.tokens[tokenId]?.token ?? null;
    if (known === null || known.expiresAt <= clock.now()) return null;
    const kept = await tokens.get(tokenId);
    if (kept !== null && fingerprintOf(kept) === known.fingerprint) return kept;
    // Another process got it: the files that it wrote are where it can be found again.
    const journal = await readJournal(stateFolder);
    const inFiles = journal.ok ? await tokensInFiles(journal.value, tokenId) : [];
    const found = inFiles.find((token) => fingerprintOf(token) === known.fingerprint);
    if (found === undefined) return null;
    tokens.set(tokenId, found);
    return found;
  }

  async function heldBy(
    ledger: Ledger,
    wanted: readonly TokenSettings[],
  ): Promise<readonly (readonly [tokenId: string, token: string | null])[]> {
    return Promise.all(wanted.map(async ({ id }) => [id, await current(id, ledger)] as const));
  }

  /** Asks for all at once, so that others wait no longer than for the slowest, then records them in one write. */
  async function request(wanted: readonly TokenSettings[]): Promise<readonly Outcome<Obtained>[]> {
    if (wanted.length === 0) return [];
    const answers = await Promise.all(wanted.map(async (settings) => [settings.id, await ask(settings)] as const));
    const recorded = await state.exclusively(async () => {
      const ledger = await readLedger(stateFolder, clock);
      if (!ledger.ok) return ledger;
      const kept = new Map<string, string>();
      const entries: Record<string, LedgerEntry> = {};
      for (const [id, answer] of answers) {
        const known = ledger.value.tokens[id];
        const longer = known?.token && answer.ok && endsEarlier(answer.value, known.token) ? known.token : null;
        const held = longer === null ? null : await current(id, ledger.value);
        if (held !== null) kept.set(id, held);
        entries[id] =
          longer === null || held === null ? entryAfter(answer, known) : { token: lastOfAll(longer), failure: null };
      }
      const written = await recordInLedger(stateFolder, entries);
      return written.ok ? ok(kept) : written;
    });
    return answers.map(([id, answer]): Outcome<Obtained> => {
      if (!answer.ok) return [id, answer];
      const kept = recorded.ok ? recorded.value.get(id) : undefined;
      const token = kept ?? answer.value.token;
      if (kept === undefined) tokens.set(id, token);
      return [id, recorded.ok ? ok({ token, isNew: true }) : recorded];
    });
  }

  async function ask(settings: TokenSettings): Promise<TokenAnswer> {
    const answer = await aws.token(settings, settings.durationSeconds);
    // Whatever has to be quoted or escaped somewhere may not get near a file.
    return answer.ok && !isTokenAlphabet(answer.value.token) ? failed(unknownForm()) : answer;
  }

  /** True where the token that there is lives longer. By the service's clock, because ours may have been set in between. */
  function endsEarlier({ token, expiresAt }: IssuedToken, known: KnownToken): boolean {
    const end = expiresAt + ownTimes(token, expiresAt, clock.now()).serviceAhead;
    return readTokenTimes(token) !== null && end < known.expiresAt + known.serviceAhead - SAME_END;
  }

  function entryAfter(answer: TokenAnswer, known: LedgerEntry | undefined): LedgerEntry {
    const now = clock.now();
    if (answer.ok) {
      const { token, expiresAt, sessionEndsAt } = answer.value;
      const times = { expiresAt, ...ownTimes(token, expiresAt, now), bootedAt: bootedAt(clock) };
      const issued = { fingerprint: fingerprintOf(token), ...times };
      const end = endsWithItsKeys(issued, known?.token ?? null) ? expiresAt : sessionEndsAt;
      return { token: { ...issued, ...(end === undefined ? {} : { sessionEndsAt: end }) }, failure: null };
    }
    const { token = null, failure = null } = known ?? {};
    // Who slept, or was switched off, for longer than any pause begins anew: the network comes back within seconds.
    const attempts = failure === null || now > failure.nextAttemptAt + LONGEST_PAUSE ? 1 : failure.attempts + 1;
    const { retryAfter = 0 } = answer;
    const left = token === null ? null : token.expiresAt - now;
    const nextAttemptAt = now + retryDelay(answer.error, attempts, { random: Math.random(), left, retryAfter });
    return { token, failure: { problem: answer.error, attempts, nextAttemptAt } };
  }

  /** What another host made of it since; null when it is still to be done. */
  function doneSince({ token, seen }: Due, ledger: Ledger): Result<void> | null {
    const { token: known = null, failure = null } = ledger.tokens[token.id] ?? {};
    // Compared by what they are rather than by times: those of tokens are whole seconds of another clock.
    if (known !== null && known.fingerprint !== seen?.token?.fingerprint && known.expiresAt > clock.now()) {
      return ok(undefined);
    }
    return failure !== null && failure.nextAttemptAt !== seen?.failure?.nextAttemptAt ? failed(failure.problem) : null;
  }

  return {
    async held(wanted) {
      const ledger = await readLedger(stateFolder, clock);
      if (!ledger.ok) return ledger;
      const known = await heldBy(ledger.value, wanted);
      return ok(new Map(known.flatMap(([id, token]) => (token === null ? [] : [[id, token]]))));
    },
    async obtain(wanted) {
      const ledger = await readLedger(stateFolder, clock);
      if (!ledger.ok) return new Map(wanted.map(({ id }) => [id, ledger]));
      const known = new Map(await heldBy(ledger.value, wanted));
      const kept = [...known].flatMap(([id, token]): Outcome<Obtained>[] =>
        token === null ? [] : [[id, ok({ token, isNew: false })]],
      );
      const missing = wanted.filter(({ id }) => known.get(id) === null);
      return new Map([...kept, ...(await request(missing))]);
    },
    async refresh(due) {
      const ledger = await readLedger(stateFolder, clock);
      if (!ledger.ok) return new Map(due.map(({ token }) => [token.id, ledger]));
      const seen = due.map((one) => ({ token: one.token, done: doneSince(one, ledger.value) }));
      const done = seen.flatMap(({ token, done: result }): Outcome<void>[] =>
        result === null ? [] : [[token.id, result]],
      );
      const left = seen.filter((one) => one.done === null).map(({ token }) => token);
      const issued = (await request(left)).map(([id, result]): Outcome<void> => [
        id,
        result.ok ? ok(undefined) : result,
      ]);
      return new Map([...done, ...issued]);
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

/** Tokens of this id that stand in the files we wrote, as far as these can be read. */
async function tokensInFiles(journal: Journal, tokenId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of journal.files) {
    const entries = file.entries.filter((entry) => entry.tokenId === tokenId);
    const editor = editors[file.editor];
    const target = entries.length === 0 ? null : await readTextFile(file.path, editor.encoding);
    const document = target === null || !target.ok ? null : editor.read(target.value.text);
    if (document === null || !document.ok) continue;
    const { find } = document.value;
    const values = entries.flatMap(({ entry }) => find(entry).map(({ value }) => value));
    found.push(...values.map((value) => tokenIn(value)).filter((token) => token !== null));
  }
  return found;
}
