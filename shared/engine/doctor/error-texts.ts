/** Why a client failed, whatever the words it said it in. */
export type Cause =
  | 'expired'
  | 'missing'
  | 'denied'
  | 'wrongRegistry'
  | 'unsetVariable'
  | 'fileBroken'
  | 'yarnAnonymous'
  | 'notFoundOrRefused'
  | 'idMismatch'
  | 'providerMissing'
  | 'unscopedKey'
  | 'emptyAnswer';

export type ErrorText = {
  /** Titles of the clients that print it. */
  readonly clients: readonly string[];
  /** All of these occur, in any order; case counts. */
  readonly patterns: readonly RegExp[];
  readonly cause: Cause;
};

/** What real clients printed (docs/facts/clients.md, Error messages), the most telling first. Long lines may be wrapped: blanks are loose. */
export const errorTexts: readonly ErrorText[] = [
  { clients: ['npm'], patterns: [/ERR_INVALID_AUTH/, /must\s+be\s+renamed/], cause: 'unscopedKey' },
  { clients: ['npm'], patterns: [/\bENEEDAUTH\b/], cause: 'missing' },
  // pnpm publishes by npm's code.
  { clients: ['npm', 'pnpm'], patterns: [/\bE401\b/], cause: 'expired' },
  { clients: ['npm', 'pnpm'], patterns: [/\bE403\b/], cause: 'denied' },
  { clients: ['pnpm'], patterns: [/ERR_PNPM_FETCH_401/], cause: 'expired' },
  { clients: ['pnpm'], patterns: [/ERR_PNPM_FETCH_403/], cause: 'denied' },
  { clients: ['pnpm'], patterns: [/ERR_PNPM_FAILED_TO_PUBLISH/, /status\s+401/], cause: 'expired' },
  { clients: ['pnpm'], patterns: [/ERR_PNPM_FAILED_TO_PUBLISH/, /status\s+403/], cause: 'denied' },
  {
    clients: ['pnpm'],
    patterns: [/Ignored\s+project-level\s+auth\s+setting|ERR_PNPM_REGISTRY_ENV_NOT_EXPANDED/],
    cause: 'unsetVariable',
  },
  { clients: ['pnpm', 'Yarn 1'], patterns: [/Failed\s+to\s+replace\s+env\s+in\s+config/], cause: 'unsetVariable' },
  { clients: ['Yarn 2+'], patterns: [/Environment\s+variable\s+not\s+found/], cause: 'unsetVariable' },
  {
    clients: ['npm', 'Bun', 'pnpm'],
    patterns: [/\bE404\b|ERR_PNPM_FETCH_404|- 404\b/, /registry\.npmjs\.org/],
    cause: 'wrongRegistry',
  },
  {
    clients: ['Yarn 1'],
    patterns: [/Couldn't\s+find\s+package\s+"[^"]*"\s+on\s+the\s+"npm"\s+registry/],
    cause: 'yarnAnonymous',
  },
  { clients: ['Yarn 1'], patterns: [/Request\s+failed\s+"401\s+Unauthorized"/], cause: 'expired' },
  { clients: ['Yarn 2+'], patterns: [/YN0041/, /as\s+an\s+anonymous\s+user/], cause: 'yarnAnonymous' },
  { clients: ['Yarn 2+'], patterns: [/YN0041/], cause: 'expired' },
  { clients: ['Yarn 2+'], patterns: [/YN0033/], cause: 'missing' },
  { clients: ['Yarn 2+'], patterns: [/YN0035/, /\b403\b/], cause: 'denied' },
  { clients: ['Bun'], patterns: [/GET\s+https?:\S+\s+-\s+401\b/], cause: 'expired' },
  { clients: ['Bun'], patterns: [/GET\s+https?:\S+\s+-\s+403\b/], cause: 'denied' },
  { clients: ['Bun'], patterns: [/error:\s+unable\s+to\s+authenticate,\s+need:/], cause: 'expired' },
  { clients: ['Deno'], patterns: [/Bad\s+response:\s+401/], cause: 'expired' },
  { clients: ['Deno'], patterns: [/Bad\s+response:\s+403/], cause: 'denied' },
  { clients: ['Deno'], patterns: [/error:\s+npm:\S+\s+was\s+not\s+found/], cause: 'notFoundOrRefused' },
  { clients: ['pip'], patterns: [/Configuration\s+file\s+could\s+not\s+be\s+loaded/], cause: 'fileBroken' },
  { clients: ['pip'], patterns: [/401\s+Error,\s+Credentials\s+not\s+correct\s+for/], cause: 'expired' },
  { clients: ['pip'], patterns: [/^\s*User\s+for\s+\S+:/m], cause: 'missing' },
  { clients: ['pip', 'Pipenv', 'PDM'], patterns: [/from\s+versions:\s+none/], cause: 'emptyAnswer' },
  { clients: ['PDM'], patterns: [/CandidateNotFound/], cause: 'emptyAnswer' },
  { clients: ['Pipenv'], patterns: [/ResolutionFailure/], cause: 'emptyAnswer' },
  { clients: ['Poetry', 'PDM'], patterns: [/Invalid\s+TOML\s+file/], cause: 'fileBroken' },
  { clients: ['Poetry'], patterns: [/Authorization\s+error\s+accessing/], cause: 'expired' },
  { clients: ['Poetry'], patterns: [/HTTP\s+Error\s+401/], cause: 'expired' },
  { clients: ['Poetry'], patterns: [/HTTP\s+Error\s+403/], cause: 'denied' },
  { clients: ['uv'], patterns: [/lack\s+of\s+valid\s+authentication\s+credentials/], cause: 'expired' },
  { clients: ['uv'], patterns: [/Missing\s+credentials\s+for/], cause: 'missing' },
  { clients: ['uv'], patterns: [/returned\s+a\s+403\s+Forbidden/], cause: 'denied' },
  { clients: ['twine'], patterns: [/HTTPError:\s+401\s+Unauthorized/], cause: 'expired' },
  { clients: ['twine'], patterns: [/HTTPError:\s+403\s+Forbidden/], cause: 'denied' },
  { clients: ['twine'], patterns: [/Missing\s+'[^']*'\s+section\s+from/], cause: 'missing' },
  {
    clients: ['Maven'],
    patterns: [/Non-parseable\s+settings|encountered\s+while\s+building\s+the\s+effective\s+settings/],
    cause: 'fileBroken',
  },
  { clients: ['Maven'], patterns: [/authentication\s+failed\s+for/, /\b401\b/], cause: 'idMismatch' },
  { clients: ['Maven'], patterns: [/authorization\s+failed\s+for/, /\b403\b/], cause: 'denied' },
  { clients: ['Gradle'], patterns: [/Could\s+not\s+get\s+unknown\s+property/], cause: 'missing' },
  { clients: ['Gradle'], patterns: [/Received\s+status\s+code\s+401/], cause: 'expired' },
  { clients: ['Gradle'], patterns: [/Received\s+status\s+code\s+403/], cause: 'denied' },
  {
    clients: ['NuGet'],
    patterns: [/Unable\s+to\s+parse\s+config\s+file|NuGet\.Config\s+is\s+not\s+valid\s+XML/],
    cause: 'fileBroken',
  },
  {
    clients: ['NuGet'],
    patterns: [/Unable\s+to\s+load\s+the\s+service\s+index|NU1301/, /\b401\b/],
    cause: 'idMismatch',
  },
  { clients: ['NuGet'], patterns: [/Unable\s+to\s+load\s+the\s+service\s+index|NU1301/, /\b403\b/], cause: 'denied' },
  { clients: ['NuGet'], patterns: [/Cannot\s+prompt\s+for\s+input\s+in\s+non-interactive\s+mode/], cause: 'expired' },
  { clients: ['Cargo'], patterns: [/token\s+rejected\s+for/], cause: 'expired' },
  { clients: ['Cargo'], patterns: [/no\s+token\s+found\s+for/], cause: 'missing' },
  {
    clients: ['Cargo'],
    patterns: [/authenticated\s+registries\s+require\s+a\s+credential-provider/],
    cause: 'providerMissing',
  },
  { clients: ['Cargo'], patterns: [/got\s+403/], cause: 'denied' },
  { clients: ['Swift'], patterns: [/missing\s+or\s+invalid\s+authentication\s+credentials/], cause: 'missing' },
  { clients: ['Bundler'], patterns: [/Bad\s+username\s+or\s+password\s+for/], cause: 'expired' },
  { clients: ['Bundler'], patterns: [/Authentication\s+is\s+required\s+for/], cause: 'missing' },
  { clients: ['RubyGems'], patterns: [/bad\s+response\s+Unauthorized\s+401/], cause: 'expired' },
  // It prints what the service says and nothing else.
  {
    clients: ['RubyGems'],
    patterns: [/Pushing\s+gem\s+to\s+http/, /unauthori[sz]ed|unauthenticated|(?:authori[sz]ation|security)\s+token/i],
    cause: 'expired',
  },
  { clients: ['curl'], patterns: [/curl:\s+\(22\)/, /\b401\b/], cause: 'expired' },
  { clients: ['curl'], patterns: [/curl:\s+\(22\)/, /\b403\b/], cause: 'denied' },
  { clients: ['Go'], patterns: [/reading\s+https?:\S+\s+401\s+Unauthorized/], cause: 'expired' },
];
