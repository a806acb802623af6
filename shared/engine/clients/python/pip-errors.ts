import type { ClientErrors, ErrorText } from '../error-text.ts';

const NO_VERSIONS = /from\s+versions:\s+none/;
const REFUSED = /401\s+Error,\s+Credentials\s+not\s+correct\s+for/;
/** The line above it, in which pip shows whether an index has a credential. */
const INDEXES = /Looking\s+in\s+indexes:/;
const WITH_CREDENTIAL = /:\*{4}@/;

/** What pip says of an index, and whoever installs by it. It is silent of a 403, of a 404, and of a 401 that it had nothing to answer to. */
export const indexErrors: readonly ErrorText[] = [
  { patterns: [REFUSED], causes: ['expired'] },
  {
    patterns: [NO_VERSIONS, INDEXES, WITH_CREDENTIAL],
    unless: REFUSED,
    causes: ['expired', 'denied', 'packageMissing', 'offline'],
  },
  {
    patterns: [NO_VERSIONS, INDEXES],
    unless: new RegExp(`${REFUSED.source}|${WITH_CREDENTIAL.source}`),
    causes: ['missing', 'packageMissing'],
  },
  {
    patterns: [NO_VERSIONS],
    unless: new RegExp(`${REFUSED.source}|${INDEXES.source}`),
    causes: ['emptyAnswer', 'wrongRegistry'],
  },
];

export const pipErrors: ClientErrors = {
  mark: /^(?:ERROR|WARNING): .{0,200}(?:requirement|distribution|pip)/m,
  texts: [
    { patterns: [/Configuration\s+file\s+could\s+not\s+be\s+loaded/], causes: ['fileBroken'] },
    { patterns: [/^[ \t]*User\s+for\s+\S+:/m], causes: ['missing'] },
    ...indexErrors,
    {
      patterns: [
        /DO\s+NOT\s+MATCH\s+THE\s+HASHES\s+FROM\s+THE\s+REQUIREMENTS\s+FILE|HashMismatch|Hashes\s+are\s+required\s+in/,
      ],
      causes: ['contentDiffers'],
    },
    { patterns: [/HTTP\s+error\s+401\s+while\s+getting/], causes: ['expired', 'missing'] },
    { patterns: [/HTTP\s+error\s+403\s+while\s+getting/], causes: ['denied'] },
    { patterns: [/HTTP\s+error\s+404\s+while\s+getting/], causes: ['packageMissing', 'repositoryMissing'] },
  ],
};
