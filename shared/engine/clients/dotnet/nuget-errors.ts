import type { ClientErrors } from '../error-text.ts';

const INDEX =
  /Unable\s+to\s+load\s+the\s+service\s+index|NU1301|Response\s+status\s+code\s+does\s+not\s+indicate\s+success/;

const NO_PROMPT = /Cannot\s+prompt\s+for\s+input\s+in\s+non-interactive\s+mode/;
const FROM_CONFIG = /Using\s+credentials\s+from\s+config/;
const REMOTE = /remote\s+server\s+returned\s+an\s+error/;

/** NuGet in all its programs. Source names that differ in case and refused passwords are the same 401. */
export const nugetErrors: ClientErrors = {
  mark: /\bNU\d{4}\b|NuGet\.(?:Config|targets)/,
  texts: [
    {
      patterns: [/Unable\s+to\s+parse\s+config\s+file|NuGet\.Config\s+is\s+not\s+valid\s+XML/],
      causes: ['fileBroken'],
    },
    { patterns: [/Password\s+decryption\s+is\s+not\s+supported/], causes: ['credentialStore'] },
    { patterns: [INDEX, /\b401\b/], causes: ['idMismatch', 'expired'] },
    { patterns: [INDEX, /\b403\b/], causes: ['denied'] },
    { patterns: [INDEX, /\b404\b/], causes: ['repositoryMissing', 'packageMissing'] },
    { patterns: [INDEX, /\b409\b/], causes: ['versionExists'] },
    { patterns: [INDEX, /\b429\b/], causes: ['throttled'] },
    { patterns: [INDEX, /\b50[0234]\b/], causes: ['serviceDown'] },
    {
      patterns: [/NU1302|running\s+the\s+'\w+'\s+operation\s+with\s+an\s+'HTTP'\s+source/],
      causes: ['plainHttpBlocked'],
    },
    {
      patterns: [/NU1101|Unable\s+to\s+find\s+package/],
      unless: new RegExp(`NU1102|${NO_PROMPT.source}|${REMOTE.source}`),
      causes: ['packageMissing', 'wrongRegistry'],
    },
    { patterns: [/\bNU1102\b|Unable\s+to\s+find\s+package\s+\S+\s+with\s+version/], causes: ['packageMissing'] },
    { patterns: [/\bNU1403\b|content\s+hash\s+validation\s+failed/i], causes: ['contentDiffers'] },
    { patterns: [/\bNU(?:1004|1107|1201|1202|1605|1608)\b/], causes: ['ownAffair'] },
    // All that `dotnet restore` prints unless it is told to say more.
    {
      patterns: [/Unable\s+to\s+load\s+the\s+service\s+index\s+for\s+source/],
      unless: /\b(?:40\d|429|50\d)\b|prompt|SSL|certificate|resolve|refused|connect|timed?[ -]?out|No\s+such\s+host/i,
      causes: ['expired', 'missing', 'offline'],
    },
    // NuGet 2 asks for another one when ours is refused.
    { patterns: [NO_PROMPT, FROM_CONFIG], causes: ['expired'] },
    { patterns: [NO_PROMPT], unless: FROM_CONFIG, causes: ['missing', 'expired'] },
    { patterns: [/Failed\s+to\s+process\s+request\.\s+'Conflict'/], causes: ['versionExists'] },
    { patterns: [REMOTE, /\(403\)/], causes: ['denied'] },
    { patterns: [REMOTE, /\(429\)/], causes: ['throttled'] },
    { patterns: [REMOTE, /\(50[0234]\)/], causes: ['serviceDown'] },
  ],
};
