import type { ClientErrors } from './error-text.ts';

const GEM = 'RubyGems';
const PUSH = /Pushing\s+gem\s+to\s+http/;

/** Bundler, and gem, which prints what the service says to a push and nothing else. */
export const rubyErrors: ClientErrors = {
  mark: /\bGemfile\b|Gem::\w+Error|\bbundler\b/i,
  texts: [
    { program: 'Bundler', patterns: [/Bad\s+username\s+or\s+password\s+for/], causes: ['expired', 'denied'] },
    { program: 'Bundler', patterns: [/Authentication\s+is\s+required\s+for/], causes: ['missing'] },
    { program: 'Bundler', patterns: [/Access\s+token\s+could\s+not\s+be\s+authenticated/], causes: ['denied'] },
    {
      program: 'Bundler',
      patterns: [/Could\s+not\s+find\s+gem\s+'[^']*'\s+in\s+rubygems\s+repository/],
      causes: ['packageMissing', 'wrongRegistry'],
    },
    {
      program: 'Bundler',
      patterns: [
        /[Bb]undler\s+(?:found\s+mismatched\s+checksums|cannot\s+continue\s+installing).{0,200}|does\s+not\s+match\s+the\s+checksum/,
        /checksum/,
      ],
      causes: ['contentDiffers'],
    },
    { program: GEM, patterns: [/multi-?factor\s+authentication|OTP\s+code/i], causes: ['oneTimePassword'] },
    { program: GEM, patterns: [/bad\s+response\s+Unauthorized\s+401/], causes: ['expired', 'missing'] },
    { program: GEM, patterns: [/bad\s+response\s+Forbidden\s+403/], causes: ['denied'] },
    { program: GEM, patterns: [/bad\s+response\s+Not\s+Found\s+404/], causes: ['repositoryMissing', 'packageMissing'] },
    { program: GEM, patterns: [/bad\s+response\s+Too\s+Many\s+Requests\s+429/], causes: ['throttled'] },
    { program: GEM, patterns: [/bad\s+response\s+[A-Z][\w ]{2,30}\s+50[0234]/], causes: ['serviceDown'] },
    { program: GEM, patterns: [/No\s+such\s+API\s+key/], causes: ['missing'] },
    {
      program: GEM,
      patterns: [PUSH, /unauthori[sz]ed|unauthenticated|(?:authori[sz]ation|security)\s+token/i],
      causes: ['expired'],
    },
    {
      program: GEM,
      patterns: [PUSH, /already\s+exists|exists\s+already|[Rr]epushing|Conflict/],
      causes: ['versionExists'],
    },
  ],
};
