import { kindOf } from '../../contract/problem.ts';
import type { ProblemCode, ProblemKind } from '../../contract/problem.ts';

/** 0 is done. */
const exitCodes: Readonly<Record<ProblemKind, number>> = {
  unexpected: 1,
  usage: 2,
  signIn: 3,
  notSignedIn: 3,
  denied: 4,
  notFound: 5,
  network: 6,
  refused: 7,
  found: 7,
};

export function exitCodeOf(code: ProblemCode): number {
  return exitCodes[kindOf(code)];
}
