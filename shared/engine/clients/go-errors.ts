import type { ClientErrors } from './error-text.ts';

/** Go sends no netrc entry that it does not find for the proxy's host (and port, since 1.24), and tells nothing of it. */
export const goErrors: ClientErrors = {
  mark: /^go:\s/m,
  texts: [
    { patterns: [/SECURITY\s+ERROR|verifying\s+\S+:\s+checksum\s+mismatch/], causes: ['contentDiffers'] },
    { patterns: [/reading\s+https?:\S+\s+401\s+Unauthorized/], causes: ['expired', 'missing'] },
    { patterns: [/reading\s+https?:\S+\s+403\s+Forbidden/], causes: ['denied'] },
    { patterns: [/reading\s+https?:\S+\s+429\b/], causes: ['throttled'] },
    { patterns: [/reading\s+https?:\S+\s+50[0234]\b/], causes: ['serviceDown'] },
    { patterns: [/reading\s+https?:\S+\s+(?:404|410)\b/], causes: ['packageMissing', 'wrongRegistry'] },
  ],
};
