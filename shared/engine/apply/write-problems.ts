import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';

export function lockLost(): Problem {
  return problemOf('locked', 'Another process took over writing, because this one was asleep for too long.', {
    advice: 'Apply again.',
    retryable: true,
  });
}

export function planChanged(): Problem {
  return problemOf('planChanged', 'Something changed since this preview was made; nothing was written.', {
    advice: 'Look at the new preview and apply again.',
  });
}

export function fileBusy(): Problem {
  return problemOf('fileBusy', 'A file kept changing while it was being written.', {
    advice: 'Close the program that writes it and apply again.',
    retryable: true,
  });
}
