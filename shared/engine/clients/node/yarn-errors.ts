import type { ClientErrors } from '../error-text.ts';

/** Yarn 1 takes a refusal of metadata for "not found" and tells nothing of it. */
export const yarnErrors: ClientErrors = {
  mark: /^(?:error|warning|info)\s.*yarn|^yarn\s+(?:run|install|add|publish)\s+v1\b/m,
  texts: [
    { patterns: [/Failed\s+to\s+replace\s+env\s+in\s+config/], causes: ['unsetVariable'] },
    { patterns: [/No\s+token\s+found\s+and\s+can't\s+prompt\s+for\s+login/], causes: ['missing'] },
    { patterns: [/Couldn't\s+find\s+package\s+"[^"]*"\s+on\s+the\s+"npm"\s+registry/], causes: ['yarnAnonymous'] },
    { patterns: [/Couldn't\s+find\s+any\s+versions\s+for/], causes: ['packageMissing'] },
    { patterns: [/Integrity\s+check\s+failed\s+for/], causes: ['contentDiffers'] },
    {
      patterns: [/Your\s+lockfile\s+needs\s+to\s+be\s+updated|The\s+engine\s+"[^"]*"\s+is\s+incompatible/],
      causes: ['ownAffair'],
    },
    { patterns: [/Request\s+failed\s+"401\s+Unauthorized"/], causes: ['expired', 'missing'] },
    { patterns: [/Request\s+failed\s+"403\s+Forbidden"/], causes: ['denied'] },
    { patterns: [/Request\s+failed\s+"404\s+Not\s+Found"/], causes: ['packageMissing', 'wrongRegistry'] },
    {
      patterns: [/Couldn't\s+publish\s+package/, /409\b|Conflict|already\s+exists|exists\s+already/],
      causes: ['versionExists'],
    },
    { patterns: [/Couldn't\s+publish\s+package/], unless: /\b409\b|Conflict|exists/, causes: ['expired', 'missing'] },
  ],
};
