import type { ClientErrors } from './error-text.ts';

/** What the readers of netrc print that are no clients of their own. */
export const netrcErrors: ClientErrors = {
  texts: [
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b401\b/], causes: ['expired', 'missing'] },
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b403\b/], causes: ['denied'] },
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b404\b/], causes: ['packageMissing', 'repositoryMissing'] },
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b409\b/], causes: ['versionExists'] },
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b429\b/], causes: ['throttled'] },
    { program: 'curl', patterns: [/curl:\s+\(22\)/, /\b50[0234]\b/], causes: ['serviceDown'] },
    { program: 'curl', patterns: [/curl:\s+\(26\)\s+\.netrc\s+parser\s+error/], causes: ['fileBroken'] },
    {
      program: 'git',
      patterns: [/fatal:\s+could\s+not\s+read\s+(?:Username|Password)\s+for|terminal\s+prompts\s+disabled/],
      causes: ['missing'],
    },
    { program: 'git', patterns: [/fatal:\s+Authentication\s+failed\s+for/], causes: ['expired'] },
    { program: 'wget', patterns: [/Username\/Password\s+Authentication\s+Failed/], causes: ['expired', 'missing'] },
  ],
};
