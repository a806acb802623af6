import type { ClientErrors } from './error-text.ts';

/** SwiftPM says the same of a missing and of a refused credential. */
export const swiftErrors: ClientErrors = {
  mark: /\bswift\s+package\b|error: no registry configured for/,
  texts: [
    { patterns: [/missing\s+or\s+invalid\s+authentication\s+credentials/], causes: ['missing', 'expired'] },
    { patterns: [/no\s+registry\s+configured\s+for/], causes: ['sectionMissing'] },
    { patterns: [/failed\s+(?:fetching|publishing|validating)/, /\b(?:forbidden|403)\b/], causes: ['denied'] },
    { patterns: [/invalid\s+registry\s+source\s+archive\s+checksum/], causes: ['contentDiffers'] },
    { patterns: [/failed\s+publishing/, /already\s+exists|\b409\b/], causes: ['versionExists'] },
  ],
};
