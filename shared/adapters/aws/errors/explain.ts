import type { Problem } from '../../../contract/problem.ts';
import { problemOf } from '../../../contract/problem.ts';
import type { ErrorFacts } from './facts.ts';
import { factsOf } from './facts.ts';
import { credentialErrors, machineErrors } from './credentials.ts';
import { deniedErrors } from './denied.ts';
import { formErrors, keyErrors } from './keys.ts';
import { networkErrors } from './network.ts';
import { processErrors } from './command.ts';
import type { ErrorRow } from './row.ts';
import { rowApplies } from './row.ts';
import { serviceErrors } from './service.ts';
import { signInErrors } from './sign-in.ts';
import { webIdentityErrors } from './web-identity.ts';
import type { CallContext } from './words.ts';
import { profileWords } from './words.ts';

/**
 * Every failure that AWS access knows, in the order in which they are looked for: the user's own command first, because
 * its output may look like anything; then the network, which hides behind every other kind; then what a service answered;
 * then the texts of the credential providers. The texts are no API: each row has a test against the pinned SDK.
 */
export const errorTable: readonly ErrorRow[] = [
  ...processErrors,
  ...machineErrors,
  ...formErrors,
  ...networkErrors,
  ...webIdentityErrors,
  ...keyErrors,
  ...deniedErrors,
  ...serviceErrors,
  ...signInErrors,
  ...credentialErrors,
];

/** Turns whatever a call to AWS threw into the problem a person sees. The error's own text never gets into it. */
export function explainAwsError(error: unknown, context: CallContext): Problem {
  const facts = factsOf(error);
  const row = errorTable.find((candidate) => rowApplies(candidate, facts, context));
  if (row === undefined) return unexpected(facts, context);
  return problemOf(row.problem, row.sentence(context, facts), {
    advice: row.advice(context),
    retryable: row.retryable ?? false,
    ...(row.command === undefined ? {} : { command: row.command(context) }),
  });
}

/** Names, codes and ids only: enough to report it, nothing to hide. */
function unexpected(facts: ErrorFacts, context: CallContext): Problem {
  const details = [
    facts.name,
    facts.code,
    facts.status === null ? null : `HTTP ${facts.status}`,
    facts.requestId === null ? null : `request ${facts.requestId}`,
  ].filter((detail) => detail !== null && /^[\w .-]{1,80}$/.test(detail));
  return problemOf(
    'unexpected',
    `${context.operation} failed for ${profileWords(context.profile)} in a way this app doesn't know: ${details.join(', ') || 'no details'}.`,
    { advice: 'Report it with these details.' },
  );
}
