import type { ClientErrors } from '../error-text.ts';

const SOLVING = /version\s+solving\s+failed/;
const ACCESS = /Authorization\s+error\s+accessing/;

/** Poetry 1 and 2. It says the same of a missing, of a refused and of a forbidden credential when it reads; not when it publishes. */
export const poetryErrors: ClientErrors = {
  mark: /\bpoetry\b|version\s+solving\s+failed/i,
  texts: [
    { patterns: [/Invalid\s+TOML\s+file/], causes: ['fileBroken'] },
    { patterns: [ACCESS], causes: ['expired', 'missing', 'denied'] },
    { patterns: [/HTTP\s+Error\s+401/], causes: ['expired', 'missing'] },
    { patterns: [/HTTP\s+Error\s+403/], causes: ['denied'] },
    { patterns: [/HTTP\s+Error\s+404/], causes: ['repositoryMissing', 'sectionMissing'] },
    { patterns: [/HTTP\s+Error\s+409/], causes: ['versionExists'] },
    { patterns: [/HTTP\s+Error\s+400/, /already\s+exist|exists\s+already/i], causes: ['versionExists'] },
    { patterns: [/\b401\s+Client\s+Error/], causes: ['expired', 'missing'] },
    { patterns: [/\b403\s+Client\s+Error/], causes: ['denied'] },
    { patterns: [/\b404\s+Client\s+Error/], causes: ['packageMissing', 'repositoryMissing'] },
    { patterns: [/\b429\s+Client\s+Error/], causes: ['throttled'] },
    { patterns: [/\b50[0234]\s+Server\s+Error/], causes: ['serviceDown'] },
    { patterns: [/All\s+attempts\s+to\s+connect\s+to\s+\S+\s+failed/], causes: ['offline'] },
    {
      patterns: [/[Hh]ash(?:es)?\s+for\s+\S.{0,200}not\s+found\s+in\s+known\s+hashes|Invalid\s+hashes/],
      causes: ['contentDiffers'],
    },
    {
      patterns: [
        /pyproject\.toml\s+changed\s+significantly\s+since\s+poetry\.lock|poetry\.lock\s+is\s+not\s+(?:consistent|up\s+to\s+date)/,
      ],
      causes: ['ownAffair'],
    },
    { patterns: [/Repository\s+\S+\s+is\s+not\s+defined/], causes: ['sectionMissing'] },
    {
      patterns: [/doesn't\s+match\s+any\s+versions/, SOLVING],
      unless: ACCESS,
      causes: ['packageMissing', 'wrongRegistry'],
    },
    { patterns: [/Unable\s+to\s+find\s+installation\s+candidates/], causes: ['expired', 'packageMissing'] },
  ],
};
