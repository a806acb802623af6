import type { ClientErrors } from '../error-text.ts';

const NO_HEADER = /No\s+authorization\s+header\s+was\s+set/;
const HEADER = /An\s+authorization\s+header\s+was\s+used/;

/** pnpm 9 to 12, which says below a refusal whether it sent a credential; up to pnpm 11, publishing is npm's code. */
export const pnpmErrors: ClientErrors = {
  mark: /\bERR_PNPM_/,
  texts: [
    {
      patterns: [/Ignored\s+project-level\s+auth\s+setting|ERR_PNPM_REGISTRY_ENV_NOT_EXPANDED/],
      causes: ['unsetVariable'],
    },
    { patterns: [/Failed\s+to\s+replace\s+env\s+in\s+config/], causes: ['unsetVariable'] },
    { patterns: [/ERR_PNPM_(?:FETCH_)?401|\bERR_PNPM\w*UNAUTHORIZED/, NO_HEADER], causes: ['missing'] },
    { patterns: [/ERR_PNPM_FETCH_401/, HEADER], causes: ['expired'] },
    {
      patterns: [/ERR_PNPM_FETCH_401/],
      unless: /authorization\s+header\s+was\s+(?:set|used)/,
      causes: ['expired', 'missing'],
    },
    { patterns: [/ERR_PNPM_FETCH_403/, NO_HEADER], causes: ['missing', 'denied'] },
    { patterns: [/ERR_PNPM_FETCH_403/], unless: NO_HEADER, causes: ['denied'] },
    { patterns: [/ERR_PNPM_FETCH_404/, /registry\.npmjs\.org/], causes: ['wrongRegistry'] },
    {
      patterns: [/ERR_PNPM_FETCH_404/],
      unless: /registry\.npmjs\.org/,
      causes: ['packageMissing', 'repositoryMissing'],
    },
    { patterns: [/ERR_PNPM_FETCH_429/], causes: ['throttled'] },
    { patterns: [/ERR_PNPM_FETCH_50[0234]/], causes: ['serviceDown'] },
    { patterns: [/ERR_PNPM_META_FETCH_FAIL/], causes: ['offline'] },
    { patterns: [/ERR_PNPM_FAILED_TO_PUBLISH/, /status\s+401/], causes: ['expired', 'missing'] },
    { patterns: [/ERR_PNPM_FAILED_TO_PUBLISH/, /status\s+403/], causes: ['denied'] },
    { patterns: [/ERR_PNPM_FAILED_TO_PUBLISH/, /status\s+409/], causes: ['versionExists'] },
    {
      patterns: [/ERR_PNPM_WORKSPACE_PKG_NOT_FOUND|ERR_PNPM_NO_MATCHING_VERSION_INSIDE_WORKSPACE/],
      causes: ['workspaceTool'],
    },
    { patterns: [/ERR_PNPM_(?:NO_MATCHING_VERSION|NO_VERSIONS)\b/], causes: ['packageMissing'] },
    {
      patterns: [
        /ERR_PNPM_(?:TARBALL_INTEGRITY|TARBALL_EXTRACT|BAD_TARBALL_SIZE|BAD_TARBALL_CHECKSUM|MISMATCHED_\w+)\b/,
      ],
      causes: ['contentDiffers'],
    },
    {
      patterns: [
        /ERR_PNPM_(?:OUTDATED_LOCKFILE|FROZEN_LOCKFILE\w*|NO_LOCKFILE|LOCKFILE_\w+|BROKEN_LOCKFILE|PEER_DEP_ISSUES|UNSUPPORTED_(?:ENGINE|PLATFORM)|BAD_PM_VERSION|IGNORED_BUILDS|NO_IMPORTER_MANIFEST_FOUND|NO_PKG_MANIFEST|NO_SCRIPT|RECURSIVE_\w+|UNEXPECTED_STORE|UNEXPECTED_VIRTUAL_STORE|CATALOG_\w+|ABORTED_REMOVE_MODULES_DIR_NO_TTY)\b/,
      ],
      causes: ['ownAffair'],
    },
    { patterns: [/ERR_PNPM_(?:OTP|WEBAUTH|NEEDS_OTP)\w*/], causes: ['oneTimePassword'] },
    { patterns: [/\bE401\b/], causes: ['expired', 'missing'] },
    { patterns: [/\bE403\b/], causes: ['denied'] },
    { patterns: [/\bENEEDAUTH\b/], causes: ['missing'] },
    { patterns: [/cannot\s+publish\s+over\s+the\s+previously/], causes: ['versionExists'] },
    { patterns: [/\bEPUBLISHCONFLICT\b|\bE409\b/], causes: ['versionExists'] },
  ],
};
