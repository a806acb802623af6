import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { nodeEnvironment } from '../node/environment.ts';
import { fileLog } from '../node/log.ts';
import { openEngine } from '../node/open-engine.ts';
import type { Io } from './io.ts';
import { sayingWhatIsWrong } from './saying-what-is-wrong.ts';
import { keepUntilStopped } from './keep-until-stopped.ts';

/** Refreshes tokens and watches files until a signal comes. */
export async function runUntilStopped(io: Io): Promise<Result<number>> {
  const environment = nodeEnvironment();
  const log = sayingWhatIsWrong(io, fileLog(environment.stateFolder));
  const engine = openEngine({ kind: 'headless', log });
  await engine.start();
  io.err('Keeping tokens fresh. Stop with Ctrl+C.');
  await keepUntilStopped(engine, { environment, log });
  await engine.stop();
  return ok(0);
}
