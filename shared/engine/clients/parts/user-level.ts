import { failed, problemOf } from '../../../contract/problem.ts';

/** Answers a binding in a project for a client that reads nothing there; `why` is a whole sentence. */
export function userLevelOnly(why: string) {
  return failed(
    problemOf('invalidInput', why, { advice: 'Add the repository at user level, where it holds for every project.' }),
  );
}
