import type { ProblemCode } from '../../../contract/problem.ts';
import type { ErrorFacts } from './facts.ts';
import type { CallContext } from './words.ts';

/**
 * One row of the error table. It applies when every condition it gives holds; the first row that applies is used.
 * Sentences are built from the call's context and from facts of a known shape, never from an error's free text.
 */
export type ErrorRow = {
  /** What has happened, in words for the documentation; no other row has the same. */
  readonly situation: string;
  readonly names?: readonly string[];
  readonly codes?: readonly string[];
  readonly status?: (status: number) => boolean;
  readonly message?: RegExp;
  readonly resourceType?: string;
  /** Left out: whether the credential providers wrapped the error doesn't matter. */
  readonly wrapped?: boolean;
  readonly when?: (context: CallContext, facts: ErrorFacts) => boolean;

  readonly problem: ProblemCode;
  readonly sentence: (context: CallContext, facts: ErrorFacts) => string;
  readonly advice: (context: CallContext) => string;
  readonly command?: (context: CallContext) => string;
  /** True when waiting alone can help. */
  readonly retryable?: true;
};

export function rowApplies(row: ErrorRow, facts: ErrorFacts, context: CallContext): boolean {
  return (
    (row.names?.includes(facts.name) ?? true) &&
    (row.codes === undefined || (facts.code !== null && row.codes.includes(facts.code))) &&
    (row.status === undefined || (facts.status !== null && row.status(facts.status))) &&
    (row.message?.test(facts.message) ?? true) &&
    (row.resourceType === undefined || row.resourceType === facts.resourceType) &&
    (row.wrapped === undefined || row.wrapped === facts.wrapped) &&
    (row.when?.(context, facts) ?? true)
  );
}
