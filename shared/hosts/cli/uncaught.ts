import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { describeError } from '../../engine/secrets/describe-error.ts';
import { maskSecrets } from '../../engine/secrets/mask.ts';
import { nodeEnvironment } from '../node/environment.ts';
import { fileLog } from '../node/log.ts';

/** What a command says of a defect; the log gets the place. */
export function uncaughtProblem(error: unknown): Problem {
  fileLog(nodeEnvironment().stateFolder)('error', `Uncaught: ${describeError(error)}`);
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  return problemOf('unexpected', message, { advice: 'Try again; if it stays, report it with the log.' });
}
