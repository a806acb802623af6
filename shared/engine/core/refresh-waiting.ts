import type { AwsSignIn, SignInSession } from '../../ports/aws-sign-in.ts';
import type { Clock } from '../../ports/host.ts';
import type { StateFiles } from '../state/state.ts';
import type { LedgerEntry } from '../state/ledger.ts';
import type { TokenSettings } from '../state/settings.ts';
import { tokensInUse } from '../tokens/next-work.ts';
import { dueAt, needsSignIn, sessionNeed } from '../tokens/schedule.ts';
import type { Refresher } from './refresh.ts';

export type RefreshWaitingDependencies = {
  readonly state: StateFiles;
  readonly refresher: Refresher;
  readonly signIn: AwsSignIn;
  readonly clock: Clock;
};

/** Gets every token that waited for this session, or is due, without waiting for the time of its next attempt: one request each. */
export async function refreshWaiting(
  { state, refresher, signIn, clock }: RefreshWaitingDependencies,
  { id }: SignInSession,
): Promise<void> {
  const files = await state.read();
  if (!files.ok) return;
  const { settings, ledger } = files.value;
  const now = clock.now();
  const waits = (entry: LedgerEntry | undefined) =>
    dueAt(entry, now) <= now || needsSignIn(entry?.failure?.problem ?? null);
  const waiting = tokensInUse(settings).filter((token) => waits(ledger.tokens[token.id]));
  const problemOf = (token: TokenSettings) => ledger.tokens[token.id]?.failure?.problem ?? null;
  const sessions = await signIn.sessionsOf(
    waiting.map((token) => ({ profile: token.profile, needs: sessionNeed(problemOf(token)) })),
  );
  if (!sessions.ok) return;
  const due = waiting.filter(({ profile }) => sessions.value.get(profile)?.id === id);
  await refresher.refresh(due.map((token) => ({ token, seen: ledger.tokens[token.id] })));
}
