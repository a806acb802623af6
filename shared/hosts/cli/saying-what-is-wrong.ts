import { maskSecrets } from '../../engine/secrets/mask.ts';
import type { Log } from '../../ports/host.ts';
import type { Io } from './io.ts';

/** A log of which stderr gets what is wrong: a service without a window is heard there, and by its journal. */
export function sayingWhatIsWrong(io: Io, log: Log): Log {
  return (level, message) => {
    log(level, message);
    if (level === 'warn' || level === 'error') io.err(maskSecrets(message));
  };
}
