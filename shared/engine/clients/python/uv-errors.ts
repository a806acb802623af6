import type { ClientErrors } from '../error-text.ts';

const LACKING = /lack\s+of\s+valid\s+authentication\s+credentials/;
const NO_SOLUTION = /No\s+solution\s+found\s+when\s+resolving/;

/** uv 0.12 and 0.13. It says the same of a missing and of a refused credential, and takes a 404 for an answer. */
export const uvErrors: ClientErrors = {
  mark: /^(?:[ \t]*×|error:)\s+(?:No solution found|Failed to (?:fetch|download|publish|parse))/m,
  texts: [
    { patterns: [/Missing\s+credentials\s+for/], causes: ['missing'] },
    { patterns: [LACKING], causes: ['expired', 'missing'] },
    { patterns: [/returned\s+a\s+403\s+Forbidden/], causes: ['denied'] },
    { patterns: [/Failed\s+to\s+publish/, /\b401\b/], causes: ['expired', 'missing'] },
    { patterns: [/Failed\s+to\s+publish/, /\b403\b/], causes: ['denied'] },
    { patterns: [/Failed\s+to\s+publish/, /\b409\b|already\s+exists|exists\s+already/], causes: ['versionExists'] },
    { patterns: [/HTTP\s+status\s+client\s+error\s+\(401/], causes: ['expired', 'missing'] },
    { patterns: [/HTTP\s+status\s+client\s+error\s+\(403/], causes: ['denied'] },
    { patterns: [/HTTP\s+status\s+client\s+error\s+\(404/], causes: ['packageMissing', 'repositoryMissing'] },
    { patterns: [/HTTP\s+status\s+client\s+error\s+\(429/], causes: ['throttled'] },
    { patterns: [/HTTP\s+status\s+server\s+error\s+\(50/], causes: ['serviceDown'] },
    {
      patterns: [
        NO_SOLUTION,
        /was\s+not\s+found\s+in\s+the\s+package\s+registry|there\s+are\s+no\s+versions\s+of|is\s+available\s+and/,
      ],
      unless: new RegExp(String.raw`${LACKING.source}|returned\s+a\s+403`),
      causes: ['packageMissing', 'expired', 'wrongRegistry'],
    },
    { patterns: [/[Hh]ash\s+mismatch\s+for/], causes: ['contentDiffers'] },
    { patterns: [/references\s+an\s+undeclared\s+index/], causes: ['sectionMissing'] },
    { patterns: [/Failed\s+to\s+parse:/, /uv\.toml|pyproject\.toml/], causes: ['fileBroken'] },
    { patterns: [/references\s+a\s+workspace\s+in\s+`tool\.uv\.sources`/], causes: ['workspaceTool'] },
  ],
};
