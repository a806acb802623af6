import type { ClientErrors } from '../error-text.ts';

const ASKED = /Could\s+not\s+(?:GET|HEAD|PUT|resolve)|Failed\s+to\s+publish/;

/** Gradle 4 to 9. */
export const gradleErrors: ClientErrors = {
  mark: /^(?:FAILURE: Build failed|Execution failed for task|\* What went wrong:|> Could not )/m,
  texts: [
    { patterns: [/following\s+Gradle\s+properties\s+are\s+missing\s+for/, /credentials/], causes: ['missing'] },
    { patterns: [/Could\s+not\s+get\s+unknown\s+property/, /odeartifact|[Pp]assword|[Tt]oken/], causes: ['missing'] },
    {
      patterns: [/Could\s+not\s+get\s+unknown\s+property/],
      unless: /odeartifact|[Pp]assword|[Tt]oken/,
      causes: ['missing', 'fileBroken'],
    },
    { patterns: [/Username\s+must\s+not\s+be\s+null|Password\s+must\s+not\s+be\s+null/i], causes: ['missing'] },
    { patterns: [/Using\s+insecure\s+protocols\s+with\s+repositories/], causes: ['plainHttpBlocked'] },
    { patterns: [ASKED, /(?:status\s+code|response\s+code:?)\s+401/], causes: ['expired', 'missing'] },
    { patterns: [ASKED, /(?:status\s+code|response\s+code:?)\s+403/], causes: ['denied'] },
    { patterns: [ASKED, /(?:status\s+code|response\s+code:?)\s+409/], causes: ['versionExists'] },
    { patterns: [ASKED, /(?:status\s+code|response\s+code:?)\s+429/], causes: ['throttled'] },
    { patterns: [ASKED, /(?:status\s+code|response\s+code:?)\s+50[0234]/], causes: ['serviceDown'] },
    { patterns: [/Dependency\s+verification\s+failed\s+for/], causes: ['contentDiffers'] },
    {
      patterns: [/Could\s+not\s+find\s+\S+:\S+:\S+/, /Searched\s+in\s+the\s+following\s+locations/],
      causes: ['packageMissing', 'wrongRegistry'],
    },
  ],
};
