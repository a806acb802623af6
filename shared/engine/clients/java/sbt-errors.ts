import type { ClientErrors } from '../error-text.ts';

/** sbt, and coursier, by which sbt, Mill, scala-cli and cs resolve; publishing is Ivy's, whose credentials have a realm. */
export const sbtErrors: ClientErrors = {
  mark: /^\[error\]\s.{0,200}(?:sbt|coursier|ivy)|lmcoursier|coursier\./m,
  texts: [
    { patterns: [/Unable\s+to\s+find\s+credentials\s+for\s+\[/], causes: ['realmMismatch'] },
    {
      patterns: [/was\s+refused\s+by\s+the\s+server:\s+Unauthorized/],
      unless: /Unable\s+to\s+find\s+credentials/,
      causes: ['expired', 'realmMismatch'],
    },
    { patterns: [/was\s+refused\s+by\s+the\s+server:\s+Forbidden/], causes: ['denied'] },
    {
      patterns: [
        /was\s+refused\s+by\s+the\s+server:\s+Conflict|destination\s+file\s+exists\s+and\s+overwrite\s*==\s*false/,
      ],
      causes: ['versionExists'],
    },
    // coursier stops at an entry that lacks its password.
    { patterns: [/Property\s+\S+\.(?:username|password)\s+not\s+found\s+in/], causes: ['fileBroken'] },
    { patterns: [/(?:^|\s)unauthorized:\s+https?:/], causes: ['expired', 'missing'] },
    { patterns: [/(?:^|\s)forbidden:\s+https?:/], causes: ['denied'] },
    {
      patterns: [/Error\s+(?:downloading|fetching)/, /not\s+found:\s+https?:/],
      unless: /unauthorized:\s+https?:/,
      causes: ['packageMissing', 'wrongRegistry'],
    },
    { patterns: [/Server\s+returned\s+HTTP\s+response\s+code:\s+401/], causes: ['expired', 'missing'] },
    // Java offers a refused credential twenty times when it publishes (sbt 1.11.7).
    { patterns: [/ProtocolException:\s+Server\s+redirected\s+too\s+many\s+times/], causes: ['expired'] },
    { patterns: [/Server\s+returned\s+HTTP\s+response\s+code:\s+403/], causes: ['denied'] },
    { patterns: [/Server\s+returned\s+HTTP\s+response\s+code:\s+409/], causes: ['versionExists'] },
    { patterns: [/insecure\s+HTTP\s+request\s+is\s+unsupported/], causes: ['plainHttpBlocked'] },
  ],
};
