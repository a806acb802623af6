import type { ClientErrors } from '../error-text.ts';

export const bunErrors: ClientErrors = {
  mark: /^bun\s+(?:install|add|publish)\b/m,
  texts: [
    { patterns: [/missing\s+authentication\s+\(run\s+`bunx\s+npm\s+login`\)/], causes: ['missing'] },
    { patterns: [/GET\s+https?:\S+\s+-\s+401\b/], causes: ['expired', 'missing'] },
    { patterns: [/GET\s+https?:\S+\s+-\s+403\b/], causes: ['denied'] },
    { patterns: [/GET\s+https?:\S+\s+-\s+404\b/, /registry\.npmjs\.org/], causes: ['wrongRegistry'] },
    {
      patterns: [/GET\s+https?:\S+\s+-\s+404\b/],
      unless: /registry\.npmjs\.org/,
      causes: ['packageMissing', 'repositoryMissing'],
    },
    { patterns: [/GET\s+https?:\S+\s+-\s+429\b/], causes: ['throttled'] },
    { patterns: [/GET\s+https?:\S+\s+-\s+50[0234]\b/], causes: ['serviceDown'] },
    { patterns: [/\b409\s+Conflict:\s+https?:/], causes: ['versionExists'] },
    { patterns: [/ConnectionRefused\s+downloading|FailedToOpenSocket/], causes: ['offline'] },
    { patterns: [/error:\s+unable\s+to\s+authenticate,\s+need:/], causes: ['expired', 'missing'] },
    { patterns: [/registry\s+token\s+references\s+unset\s+variable/], causes: ['unsetVariable'] },
  ],
};
