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
    {
      patterns: [/YN0035/],
      unless: /\b(?:401|403|404|409|429|50[0234])\b/,
      causes: ['packageMissing', 'expired', 'serviceDown'],
    },
    { patterns: [/YN0082/, /No\s+candidates\s+found/], causes: ['packageMissing'] },
    { patterns: [/YN0018|remote\s+archive\s+doesn't\s+match\s+the\s+expected\s+checksum/], causes: ['contentDiffers'] },
    {
      patterns: [
        /\bYN0(?:002|009|027|028|050|060|086)\b/,
        /^.{0,4}YN0\d{3}:.{0,200}(?:failed|invalid|forbidden|modified|incompatible|doesn't\s+provide)/m,
      ],
      causes: ['ownAffair'],
    },
    { patterns: [/YN0081/], causes: ['plainHttpBlocked'] },
  ],
};
