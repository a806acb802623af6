import { failed, ok, problemOf } from '../../shared/contract/problem.ts';
import type { AwsSignIn } from '../../shared/ports/aws-sign-in.ts';

const unknown = failed(problemOf('signInUnknown', 'There is nothing to sign in to.'));

/** For an engine whose profiles have all they need. */
export const noSignIn: AwsSignIn = {
  sessionOf: async () => unknown,
  sessionsOf: async () => ok(new Map()),
  begin: async () => unknown,
  end: async () => unknown,
};
