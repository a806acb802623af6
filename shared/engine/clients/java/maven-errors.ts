import type { ClientErrors } from '../error-text.ts';

const REPOSITORY =
  /from\/to\s+\S+\s+\(https?:|auth\w+\s+failed\s+for\s+https?:|Could\s+not\s+transfer|Could\s+not\s+find\s+artifact|Failed\s+to\s+(?:deploy|collect|read)/;

/** Maven 3 and 4. A missing server and a refused password are the same 401 to it. */
export const mavenErrors: ClientErrors = {
  mark: /^\[(?:ERROR|FATAL|WARNING)\].{0,200}(?:goal|artifact|Maven|POM|dependenc)/m,
  texts: [
    {
      patterns: [/Non-parseable\s+settings|encountered\s+while\s+building\s+the\s+effective\s+settings/],
      causes: ['fileBroken'],
    },
    { patterns: [/maven-default-http-blocker|Blocked\s+mirror\s+for\s+repositories/], causes: ['plainHttpBlocked'] },
    // Elsewhere than at CodeArtifact: a mirror, or the repositories that every build has.
    {
      patterns: [
        /from\/to\s+\S+\s+\(https?:\/\/(?![^\s/)]*\.codeartifact\.|127\.0\.0\.1|localhost)[^\s)]*\):?\s[^\n]{0,400}\b40[13]\b/,
      ],
      causes: ['otherServer'],
    },
    {
      patterns: [
        /in\s+\S+\s+\(https?:\/\/(?![^\s/)]*\.codeartifact\.|127\.0\.0\.1|localhost)[^\s)]*\)/,
        /Could\s+not\s+find\s+artifact/,
      ],
      causes: ['otherServer', 'packageMissing'],
    },
    {
      patterns: [
        REPOSITORY,
        /authentication\s+failed\s+for|too\s+many\s+authentication\s+attempts|[Ss]tatus(?:\s+code)?:\s+401|Not\s+authorized|\b401\s+Unauthorized/,
      ],
      causes: ['idMismatch', 'expired'],
    },
    {
      patterns: [
        REPOSITORY,
        /authorization\s+failed\s+for|[Ss]tatus(?:\s+code)?:\s+403|\b403\s+Forbidden|Access\s+denied\s+to/,
      ],
      causes: ['denied'],
    },
    { patterns: [REPOSITORY, /[Ss]tatus(?:\s+code)?:\s+409|\b409\s+Conflict/], causes: ['versionExists'] },
    { patterns: [REPOSITORY, /[Ss]tatus(?:\s+code)?:\s+429|\b429\s+Too\s+Many/], causes: ['throttled'] },
    { patterns: [REPOSITORY, /[Ss]tatus(?:\s+code)?:\s+50[0234]/], causes: ['serviceDown'] },
    {
      patterns: [
        /Could\s+not\s+find\s+artifact\s+\S+\s+in\s+\S+\s+\(https?:\/\/(?:[^\s/)]*\.codeartifact\.|127\.0\.0\.1|localhost)/,
      ],
      causes: ['packageMissing', 'repositoryMissing'],
    },
    { patterns: [/Checksum\s+validation\s+failed/], causes: ['contentDiffers'] },
    // Maven 4, of a server without a password.
    {
      patterns: [/Cannot\s+access\s+https?:\S+\s+with\s+type\s+default\s+using\s+the\s+available\s+connector/],
      causes: ['missing'],
    },
    { patterns: [/repository\s+element\s+was\s+not\s+specified\s+in\s+the\s+POM/], causes: ['sectionMissing'] },
  ],
};
