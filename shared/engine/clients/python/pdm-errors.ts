import type { ClientErrors } from '../error-text.ts';
import { indexErrors } from './pip-errors.ts';

const NOTHING = /CandidateNotFound|Unable\s+to\s+find\s+candidates\s+for/;

/** PDM, which says the same of whatever an index answers but packages. */
export const pdmErrors: ClientErrors = {
  mark: /\bpdm\b/i,
  texts: [
    ...indexErrors,
    { patterns: [/Invalid\s+TOML\s+file/], causes: ['fileBroken'] },
    { patterns: [NOTHING], unless: /from\s+versions:\s+none/, causes: ['emptyAnswer', 'packageMissing'] },
    {
      patterns: [/\[(?:PdmUsageError|HTTPStatusError|HTTPError|UploadError)\]/, /\b401\b/],
      causes: ['expired', 'missing'],
    },
    { patterns: [/\[(?:PdmUsageError|HTTPStatusError|HTTPError|UploadError)\]/, /\b403\b/], causes: ['denied'] },
    { patterns: [/\[(?:PdmUsageError|HTTPStatusError|HTTPError|UploadError)\]/, /\b409\b/], causes: ['versionExists'] },
  ],
};
