import type { ClientErrors } from '../error-text.ts';
import { indexErrors } from './pip-errors.ts';

/** Pipenv, which resolves by pip and says little more. */
export const pipenvErrors: ClientErrors = {
  mark: /\bPipfile\b|\bpipenv\b/i,
  texts: [
    ...indexErrors,
    { patterns: [/ResolutionFailure/], unless: /from\s+versions:\s+none/, causes: ['emptyAnswer', 'packageMissing'] },
  ],
};
