import { failed } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { SyntaxProblem } from '../editor.ts';

/** No client's file is nested deeper; each value has its whole path, so that depth times width is what a file costs. */
const DEEPEST = 100;

/** Refuses what is nested deeper than that; called by readers within `withinDepth`. */
export function assureDepth(depth: number): void {
  if (depth > DEEPEST) throw new RangeError(`nested deeper than ${DEEPEST}`);
}

/** What a reader that goes into nested things by recursion answers; a text of nothing but openers is a fault of the text. */
export function withinDepth<Read>(read: () => Result<Read, SyntaxProblem>): Result<Read, SyntaxProblem> {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return failed({ line: 1, message: 'it is nested too deep' });
    throw error;
  }
}
