import type { Engine } from '../../engine/engine.ts';
import { watchMachine } from '../node/machine.ts';
import { untilStopped } from './until-stopped.ts';

/** An engine that runs until it is to stop, and hears of the machine meanwhile. */
export async function keepUntilStopped({ signal }: Pick<Engine, 'signal'>): Promise<void> {
  const unwatch = watchMachine({ signal });
  await untilStopped();
  unwatch();
}
