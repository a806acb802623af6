import type { ClientErrors } from '../error-text.ts';

/** npm 9 to 12. A request without a credential and one with a refused one get the same E401. */
export const npmErrors: ClientErrors = {
  mark: /^npm\s+(?:error|ERR!|warn)/im,
  texts: [
    { patterns: [/ERR_INVALID_AUTH/, /must\s+be\s+renamed/], causes: ['unscopedKey'] },
    { patterns: [/ignoring\s+workspace\s+config/], causes: ['workspaceFile'] },
    { patterns: [/\bENOWORKSPACES\b/], causes: ['workspaceTool'] },
    { patterns: [/EUNSUPPORTEDPROTOCOL/, /workspace:/], causes: ['workspaceTool'] },
    { patterns: [/\bENEEDAUTH\b/], causes: ['missing'] },
    { patterns: [/\bEPUBLISHCONFLICT\b|\bE409\b/], causes: ['versionExists'] },
    { patterns: [/cannot\s+publish\s+over\s+(?:the\s+)?(?:previously|existing)/i], causes: ['versionExists'] },
    { patterns: [/\bETARGET\b|\bENOVERSIONS\b/], causes: ['packageMissing'] },
    { patterns: [/\bEOTP\b/], causes: ['oneTimePassword'] },
    { patterns: [/\bEINTEGRITY\b/], causes: ['contentDiffers'] },
    {
      patterns: [
        /\b(?:ERESOLVE|EBADENGINE|EBADPLATFORM|EUSAGE|ELIFECYCLE|EJSONPARSE|EBADDEVENGINES|EOVERRIDE|EDUPLICATEWORKSPACE)\b/,
      ],
      causes: ['ownAffair'],
    },
    { patterns: [/\bE401\b/], causes: ['expired', 'missing'] },
    { patterns: [/\bE403\b/], causes: ['denied'] },
    { patterns: [/\bE404\b/, /registry\.npmjs\.org/], causes: ['wrongRegistry'] },
    { patterns: [/\bE404\b/], unless: /registry\.npmjs\.org/, causes: ['packageMissing', 'repositoryMissing'] },
    { patterns: [/\bE429\b/], causes: ['throttled'] },
    { patterns: [/\bE50[0234]\b/], causes: ['serviceDown'] },
  ],
};
