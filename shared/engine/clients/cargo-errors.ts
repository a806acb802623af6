import type { ClientErrors } from './error-text.ts';

const ASKED = /failed\s+to\s+(?:publish|get|load|query|download)/;

/** cargo 1.74 and later. */
export const cargoErrors: ClientErrors = {
  mark: /^error: failed to (?:get|load|publish|query|download|parse|verify)|`cargo (?:login|publish)`/m,
  texts: [
    { patterns: [/token\s+rejected\s+for/], causes: ['expired'] },
    { patterns: [/no\s+token\s+found/], causes: ['missing'] },
    { patterns: [/authenticated\s+registries\s+require\s+a\s+credential-provider/], causes: ['providerMissing'] },
    { patterns: [/registry\s+index\s+was\s+not\s+found\s+in\s+any\s+configuration/], causes: ['sectionMissing'] },
    {
      patterns: [/credential\s+provider\s+`cargo:(?:wincred|macos-keychain|libsecret)`\s+failed/],
      causes: ['credentialStore'],
    },
    { patterns: [/crate\s+\S+\s+already\s+exists\s+on/], causes: ['versionExists'] },
    {
      patterns: [ASKED, /got\s+409|status\s+409|409\s+Conflict/],
      causes: ['versionExists'],
    },
    { patterns: [ASKED, /got\s+403|status\s+403/], causes: ['denied'] },
    { patterns: [ASKED, /got\s+429|status\s+429/], causes: ['throttled'] },
    { patterns: [ASKED, /got\s+50[0234]|status\s+50[0234]/], causes: ['serviceDown'] },
    { patterns: [/config\.json\s+not\s+found\s+in\s+registry/], causes: ['repositoryMissing'] },
    {
      patterns: [/could\s+not\s+find\s+`[^`\n]{1,200}`\s+in\s+registry\s+`/],
      causes: ['packageMissing', 'wrongRegistry'],
    },
    {
      patterns: [/failed\s+to\s+select\s+a\s+version\s+for\s+the\s+requirement/],
      causes: ['packageMissing', 'wrongRegistry'],
    },
    {
      patterns: [
        /checksum\s+for\s+`[^`\n]{1,200}`\s+(?:changed\s+between\s+lock\s+files|was\s+not\s+previously)|failed\s+to\s+verify\s+the\s+checksum/,
      ],
      causes: ['contentDiffers'],
    },
    { patterns: [/lock\s+file\s+\S+\s+needs\s+to\s+be\s+updated/], causes: ['ownAffair'] },
    { patterns: [/no\s+matching\s+package\s+named/], causes: ['packageMissing', 'wrongRegistry'] },
  ],
};
