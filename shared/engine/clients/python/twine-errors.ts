import type { ClientErrors } from '../error-text.ts';

/** twine 4 to 7. */
export const twineErrors: ClientErrors = {
  mark: /^Uploading\s+distributions\s+to\b|\btwine\b/m,
  texts: [
    { patterns: [/NonInteractive:\s+Credential\s+not\s+found/], causes: ['missing'] },
    { patterns: [/^Enter\s+your\s+(?:username|password|API\s+token):/m], causes: ['missing'] },
    { patterns: [/Missing\s+'[^']*'\s+section\s+from/], causes: ['sectionMissing'] },
    { patterns: [/InvalidConfiguration|DuplicateSectionError|DuplicateOptionError/, /pypirc/], causes: ['fileBroken'] },
    { patterns: [/HTTPError:\s+401\b/], causes: ['expired'] },
    { patterns: [/HTTPError:\s+403\b/], causes: ['denied'] },
    { patterns: [/HTTPError:\s+404\b/], causes: ['repositoryMissing', 'sectionMissing'] },
    { patterns: [/HTTPError:\s+409\b/], causes: ['versionExists'] },
    {
      patterns: [/HTTPError:\s+400\b/, /already\s+exist|cannot\s+be\s+updated|exists\s+already/i],
      causes: ['versionExists'],
    },
    {
      patterns: [/HTTPError:\s+400\b/],
      unless: /already\s+exist|cannot\s+be\s+updated|exists\s+already/i,
      causes: ['versionExists', 'otherServer'],
    },
    { patterns: [/HTTPError:\s+429\b/], causes: ['throttled'] },
    { patterns: [/HTTPError:\s+50[0234]\b/], causes: ['serviceDown'] },
  ],
};
