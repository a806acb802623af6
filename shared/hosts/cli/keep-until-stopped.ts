import type { Engine } from '../../engine/engine.ts';
import type { Environment, Log } from '../../ports/host.ts';
import { answerCommands } from '../node/agent/serve.ts';
import { watchMachine } from '../node/machine.ts';
import { giveBackMemory } from '../node/memory.ts';
import { untilStopped } from './until-stopped.ts';

/** An engine that runs until it is to stop; meanwhile it hears of the machine, and commands ask it. */
export async function keepUntilStopped(
  { signal, terminal }: Pick<Engine, 'signal' | 'terminal'>,
  host: { readonly environment: Environment; readonly log: Log },
): Promise<void> {
  const endings = [watchMachine({ signal }), giveBackMemory()];
  // From the first moment on: whoever has read the address may stop it at once.
  const stopped = untilStopped();
  const stopAnswering = await answerCommands({ ...host, terminal });
  await stopped;
  for (const end of endings) end();
  await stopAnswering();
}
