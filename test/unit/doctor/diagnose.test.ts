import { expect, test } from 'vitest';
import { diagnoseText } from '../../../shared/engine/doctor/diagnose.ts';

const URL = 'https://d.example/npm/web/x';
const EXPIRED = /refused the token/;
const MISSING = /sent no credential/;
const DENIED = /may not do this/;

/** What real clients printed (docs/facts/clients.md, Error messages). */
const messages: readonly (readonly [client: string, text: string, meaning: RegExp])[] = [
  [
    'npm',
    'npm error code E401\nnpm error Unable to authenticate, your authentication token seems to be invalid.',
    EXPIRED,
  ],
  ['npm', `npm error code E403\nnpm error 403 403 Forbidden - GET ${URL}`, DENIED],
  ['npm', 'npm error code ENEEDAUTH', MISSING],
  [
    'npm',
    'npm error code ERR_INVALID_AUTH\nInvalid auth configuration found: `_authToken` must be renamed to `//d/:_authToken`',
    /without a registry stops npm/,
  ],
  [
    'npm',
    'npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/@acme%2flib - Not found',
    /asked the public registry/,
  ],
  ['pnpm', ` ERR_PNPM_FETCH_401  GET ${URL}: Unauthorized - 401`, EXPIRED],
  ['pnpm', ` ERR_PNPM_FETCH_403  GET ${URL}: Forbidden - 403`, DENIED],
  ['pnpm', '[E401] Unable to authenticate, need: Bearer realm="platform/web"', EXPIRED],
  [
    'pnpm',
    'Error: ERR_PNPM_FAILED_TO_PUBLISH\n\n  × Failed to publish package greeting@2.0.0 (status 401 Unauthorized):',
    EXPIRED,
  ],
  ['pnpm', 'Error: ERR_PNPM_FAILED_TO_PUBLISH\n  × Failed to publish package x@1.0.0 (status 403 Forbidden):', DENIED],
  ['pnpm', 'WARN Ignored project-level auth setting "//d/:_authToken"', /variable that is not set/],
  ['pnpm', 'ERR_PNPM_REGISTRY_ENV_NOT_EXPANDED  x', /variable that is not set/],
  ['Yarn 1', 'error Error: Failed to replace env in config: ${X}', /variable that is not set/],
  ['Yarn 1', 'error Couldn\'t find package "labpkg" on the "npm" registry.', /took the answer for "not found"/],
  [
    'Yarn 1',
    'error An unexpected error occurred: "x: Request failed \\"401 Unauthorized\\"".'.replaceAll('\\', ''),
    EXPIRED,
  ],
  [
    'Yarn 2+',
    '➤ YN0041: │ pkg@npm:1.0.0: Invalid authentication (as an anonymous user)',
    /took the answer for "not found"/,
  ],
  ['Yarn 2+', '➤ YN0041: │ pkg@npm:1.0.0: Invalid authentication (as an unknown user)', EXPIRED],
  ['Yarn 2+', '➤ YN0033: │ No authentication configured for request', MISSING],
  ['Yarn 2+', '➤ YN0035: │ pkg@npm:1.0.0: The remote server failed: Response Code: 403 (Forbidden)', DENIED],
  ['Bun', `error: GET ${URL} - 401\nerror: x@1.0.0 failed to resolve`, EXPIRED],
  ['Bun', `error: GET ${URL} - 403`, DENIED],
  ['Bun', 'error: unable to authenticate, need: Bearer realm="platform/web"', EXPIRED],
  ['Deno', `error: Failed loading ${URL} for package "x"\nBad response: 401`, EXPIRED],
  ['Deno', 'error: npm:@team/hello was not found.', /no such package, or the token was refused/],
  ['pip', 'WARNING: 401 Error, Credentials not correct for https://d.example/pypi/web/simple/x/', EXPIRED],
  ['pip', 'User for d.example: ', MISSING],
  ['pip', 'ERROR: Could not find a version that satisfies the requirement x (from versions: none)', /gave no versions/],
  [
    'pip',
    "ERROR: Configuration file could not be loaded.\nWhile reading from 'pip.conf' [line  3]: option 'index-url' already exists",
    /can not read one of its/,
  ],
  ['Poetry', 'Source (codeartifact): Authorization error accessing https://d.example/pypi/web/simple/x/', EXPIRED],
  ['uv', 'could not be queried due to a lack of valid authentication credentials (401 Unauthorized).', EXPIRED],
  ['uv', 'error: Missing credentials for https://d.example/pypi/web/simple/', MISSING],
  ['twine', 'ERROR    HTTPError: 401 Unauthorized from https://d.example/pypi/web/', EXPIRED],
  [
    'Maven',
    'authentication failed for https://d.example/maven/web/x.pom, status: 401 Unauthorized',
    /none under the name/,
  ],
  ['Maven', 'authorization failed for https://d.example/maven/web/x.pom, status: 403 Forbidden', DENIED],
  [
    'Maven',
    "[FATAL] Non-parseable settings /home/ann/.m2/settings.xml: Duplicated tag: 'servers'",
    /can not read one of its/,
  ],
  [
    'Maven',
    "[ERROR] Error executing Maven.\n[ERROR] 1 problem was encountered while building the effective settings\n[ERROR] 'mirrors.mirror.url' for m is missing",
    /can not read one of its/,
  ],
  [
    'Gradle',
    "Could not GET 'https://d.example/maven/web/x'. Received status code 401 from server: Unauthorized",
    EXPIRED,
  ],
  ['Gradle', "Could not get unknown property 'codeartifactPassword' for root project", MISSING],
  [
    'NuGet',
    'error NU1301: Unable to load the service index for source x.\n  Response status code does not indicate success: 401 (Unauthorized).',
    /none under the name/,
  ],
  [
    'NuGet',
    'NuGet.targets(123,5): error : Unable to load the service index for source x.\nerror :   Response status code does not indicate success: 403 (Forbidden).',
    DENIED,
  ],
  [
    'NuGet',
    "error : Unable to parse config file because: Credentials item must have username and password. Path: '/home/ann/nuget.config'.",
    /can not read one of its/,
  ],
  ['Cargo', 'token rejected for `codeartifact`, please run `cargo login`\n  got 401', EXPIRED],
  ['Cargo', 'no token found for `codeartifact`', MISSING],
  ['Cargo', 'authenticated registries require a credential-provider to be configured', /how to get the credential/],
  [
    'Swift Package Manager',
    'failed fetching lab.LabSwift releases list from x: missing or invalid authentication credentials',
    MISSING,
  ],
  [
    'Bundler',
    'Bad username or password for d.example. Please double-check your credentials and correct them.',
    EXPIRED,
  ],
  ['Bundler', 'Authentication is required for d.example', MISSING],
  [
    'RubyGems',
    'Pushing gem to https://d.example/ruby/web...\n{"message":"The security token included in the request is expired"}',
    EXPIRED,
  ],
  ['curl', 'curl: (22) The requested URL returned error: 401', EXPIRED],
  ['Go', 'go: x@v1.0.0: reading https://d.example/x/@v/v1.0.0.info: 401 Unauthorized', EXPIRED],
];

test.each(messages)('%s: %s', (client, text, meaning) => {
  const [first] = diagnoseText(`some line before\n${text}\nsome line behind`);
  expect(first?.clients).toContain(client);
  expect(first?.meaning).toMatch(meaning);
  expect(first?.advice).toMatch(/\.$/);
});

test('lines that a terminal wrapped are recognised all the same', () => {
  expect(diagnoseText('error Couldn\'t find\n  package "x" on the "npm"\n registry.')[0]?.clients).toEqual(['Yarn 1']);
});

test('one cause is said once, for all the clients that say it in these words', () => {
  expect(diagnoseText('ERROR: x (from versions: none)')[0]?.clients).toEqual(['pip', 'Pipenv', 'PDM']);
});

test('text without a known error has no diagnosis', () => {
  expect(diagnoseText('added 12 packages in 3s')).toEqual([]);
});

test('a diagnosis repeats nothing of the text, which may hold a token', () => {
  const secret = 'eyJ2ZXIiOjEs.secret';
  expect(JSON.stringify(diagnoseText(`npm error code E401 //d/:_authToken=${secret}`))).not.toContain(secret);
});
