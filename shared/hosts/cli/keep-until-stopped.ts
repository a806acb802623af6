import type { Engine } from '../../engine/engine.ts';
import type { Environment, Log } from '../../ports/host.ts';
import { answerCommands } from '../node/agent/serve.ts';
import { watchMachine } from '../node/machine.ts';
import { giveBackMemory } from '../node/memory.ts';
import { untilStopped } from './until-stopped.ts';

/** An engine that runs until it is to stop; meanwhile it hears of the machine, and commands ask it. */
export async function keepUntilStopped(
  engine: Engine,
  host: { readonly environment: Environment; readonly log: Log },
): Promise<void> {
  const endings = [watchMachine(engine), giveBackMemory()];
  // From the first moment on: whoever has read the address may stop it at once.
  const stopped = untilStopped();
  const stopAnswering = await answerCommands({ ...host, engine });
  await stopped;
  for (const end of endings) end();
  await stopAnswering();
}
