import type { ClientErrors } from '../error-text.ts';

/** Yarn 2 and later, by the codes of their messages. */
export const yarnBerryErrors: ClientErrors = {
  mark: /\bYN\d{4}\b/,
  texts: [
    { patterns: [/Environment\s+variable\s+not\s+found/], causes: ['unsetVariable'] },
    { patterns: [/doesn't\s+seem\s+to\s+be\s+part\s+of\s+the\s+project\s+declared/], causes: ['workspaceTool'] },
    { patterns: [/YN0041/, /as\s+an\s+anonymous\s+user/], causes: ['yarnAnonymous'] },
    { patterns: [/YN0041/], unless: /as\s+an\s+anonymous\s+user/, causes: ['expired'] },
    { patterns: [/YN0033/], causes: ['missing'] },
    { patterns: [/YN0035/, /\b401\b/], causes: ['expired', 'missing'] },
    { patterns: [/YN0035/, /\b403\b/], causes: ['denied'] },
    { patterns: [/YN0035/, /\b404\b/, /registry\.(?:yarnpkg\.com|npmjs\.org)/], causes: ['wrongRegistry'] },
    {
      patterns: [/YN0035/, /\b404\b/],
      unless: /registry\.(?:yarnpkg\.com|npmjs\.org)/,
      causes: ['packageMissing', 'repositoryMissing'],
    },
    { patterns: [/YN0035/, /\b409\b/], causes: ['versionExists'] },
    { patterns: [/YN0035/, /\b429\b/], causes: ['throttled'] },
    { patterns: [/YN0035/, /\b50[0234]\b/], causes: ['serviceDown'] },
    { patterns: [/YN0081/], causes: ['plainHttpBlocked'] },
  ],
};
