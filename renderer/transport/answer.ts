import { z } from 'zod';
import { problem } from '../../shared/contract/problem-form.ts';
import { failed, problemOf, type Problem, type Result } from '../../shared/contract/problem.ts';
import type { RequestName } from '../../shared/contract/request-names.ts';
import { requests, type Value } from '../../shared/contract/requests.ts';
import { snapshot, type Snapshot } from '../../shared/contract/snapshot.ts';

const failure = z.object({ ok: z.literal(false), error: problem });
const success = z.object({ ok: z.literal(true), value: z.unknown() });

/** What a person reads when the transport got no answer at all. */
export const noAnswer: Problem = problemOf('offline', 'The app does not answer.', {
  advice: 'Check that CodeArtifact Tray is still running, then try again.',
  retryable: true,
});

const notUnderstood: Problem = problemOf('unexpected', 'The app answered in a way this page does not understand.', {
  advice: 'Reload the page: the app may have been updated.',
});

/** Turns what came over a transport into the result of the request, whatever it is. */
export function readAnswer<Name extends RequestName>(name: Name, answer: unknown): Result<Value<Name>> {
  const refused = failure.safeParse(answer);
  if (refused.success) return failed(refused.data.error);
  const accepted = success.safeParse(answer);
  const value = requests[name].result.safeParse(accepted.data?.value);
  if (!accepted.success || !value.success) return failed(notUnderstood);
  return { ok: true, value: value.data as Value<Name> };
}

/** A snapshot as it came over a transport, or null when it is not one. */
export function readSnapshot(data: unknown): Snapshot | null {
  return snapshot.safeParse(data).data ?? null;
}
