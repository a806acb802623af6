import { expect, test } from 'vitest';
import { diagnoseText } from '../../../shared/engine/doctor/diagnose.ts';

// What other servers said is not CodeArtifact's: nothing of its tokens, permissions or repositories is to blame.

const OURS = 'acme-111122223333.d.codeartifact.us-east-1.amazonaws.com';

const others: readonly (readonly [host: string, text: string])[] = [
  ['pypi.org', 'WARNING: 401 Error, Credentials not correct for https://pypi.org/simple/x/'],
  ['pypi.org', 'ERROR: HTTP error 403 while getting https://pypi.org/simple/requests/'],
  [
    'pypi.org',
    'Looking in indexes: https://pypi.org/simple\nERROR: Could not find a version that satisfies the requirement acme-core (from versions: none)',
  ],
  [
    'upload.pypi.org',
    'ERROR    HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/\n         Invalid or non-existent authentication information.',
  ],
  [
    'files.pythonhosted.org',
    'error: Failed to fetch: `https://files.pythonhosted.org/packages/x.whl`\n  Caused by: HTTP status client error (403 Forbidden) for url (https://files.pythonhosted.org/packages/x.whl)',
  ],
  [
    'github.com',
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://github.com/acme/private.git/'",
  ],
  ['github.com', "fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
  [
    'npm.pkg.github.com',
    'npm error code E401\nnpm error 401 Unauthorized - GET https://npm.pkg.github.com/@acme%2fui - unauthenticated: User cannot be authenticated with the token provided.',
  ],
  [
    'registry.npmjs.org',
    'npm error code E403\nnpm error 403 403 Forbidden - PUT https://registry.npmjs.org/@acme%2fui - You do not have permission to publish',
  ],
  [
    'registry.npmjs.org',
    'npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/@acme%2flib - Not found',
  ],
  [
    'registry.npmjs.org',
    `ERR_PNPM_FETCH_404  GET https://registry.npmjs.org/@acme%2Flib: Not Found - 404\n\nThese authorization settings were found:\n@x:registry=https://${OURS}/npm/shared/`,
  ],
  [
    'registry.yarnpkg.com',
    '➤ YN0035: │ @acme/ui@npm:1.0.0: Response Code: 404 (Not Found)\n➤ YN0035: │ Request URL: https://registry.yarnpkg.com/@acme%2fui',
  ],
  [
    'crates.io',
    'error: no matching package named `acme-core` found\nlocation searched: crates.io index\nrequired by package `x v0.1.0`',
  ],
  [
    'crates.io',
    'error: failed to publish to registry at https://crates.io\n\nCaused by:\n  the remote server responded with an error (status 403 Forbidden): authentication failed',
  ],
  [
    'index.crates.io',
    'error: failed to download from `https://index.crates.io/config.json`\n\nCaused by:\n  failed to get successful HTTP response from `https://index.crates.io/config.json` (1.2.3.4), got 403',
  ],
  [
    'repo.maven.apache.org',
    '[ERROR] Could not transfer artifact com.acme:core:pom:1.0 from/to central (https://repo.maven.apache.org/maven2): status code: 403, reason phrase: Forbidden (403)',
  ],
  [
    'repo.maven.apache.org',
    '[ERROR] Could not find artifact com.acme:core:jar:1.0 in central (https://repo.maven.apache.org/maven2)',
  ],
  [
    'repo.maven.apache.org',
    "> Could not GET 'https://repo.maven.apache.org/maven2/com/acme/core.pom'. Received status code 429 from server: Too Many Requests",
  ],
  ['rubygems.org', "Could not find gem 'acme-core' in rubygems repository https://rubygems.org/ or installed locally."],
  ['rubygems.org', 'Bad username or password for rubygems.org. Please double-check your credentials and correct them.'],
  [
    'api.nuget.org',
    'error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.\n  Response status code does not indicate success: 403 (Forbidden).',
  ],
  [
    'proxy.golang.org',
    'go: acme.example/x@v1.0.0: reading https://proxy.golang.org/acme.example/x/@v/v1.0.0.info: 404 Not Found',
  ],
  [
    'nexus.corp.example',
    'npm error code E401\nnpm error 401 Unauthorized - GET https://ann:secret-of-ann@nexus.corp.example/repository/npm-group/x',
  ],
  [
    'nexus:8081',
    "> Could not GET 'http://nexus:8081/repository/maven-public/x.pom'. Received status code 401 from server: Unauthorized",
  ],
  [
    'acme.jfrog.io',
    'WARNING: 401 Error, Credentials not correct for https://acme.jfrog.io/artifactory/api/pypi/pypi/simple/x/',
  ],
  ['pypi.corp.example', 'Source (corp): Authorization error accessing https://pypi.corp.example/root/dev/+simple/x/'],
  ['Artifactory', 'npm error code E401\nnpm error Unable to authenticate, need: Basic realm="Artifactory Realm"'],
];

test.each(others)('%s is named, and CodeArtifact is not blamed: %s', (host, text) => {
  const found = diagnoseText(`some line before\n${text}\nsome line behind`);
  expect(found[0]?.meaning).toMatch(`Another server answered: ${host}.`);
  expect(found[0]?.certainty).toBe('certain');
  const said = found.map(({ meaning }) => meaning).join('\n');
  expect(said).not.toMatch(
    /CodeArtifact refused|the token: it has expired|its AWS identity|no repository of this name|AWS was asked/,
  );
  expect(JSON.stringify(found)).not.toContain('secret-of-ann');
  expect(found[0]?.advice).toContain('See which registry the client takes');
});

test.each([
  [
    'CodeArtifact',
    `npm error code E401\nnpm error 401 Unauthorized - GET https://${OURS}/npm/shared/x`,
    /refused the token/,
  ],
  [
    'CodeArtifact beside another',
    `Looking in indexes: https://pypi.org/simple, https://aws:****@${OURS}/pypi/store/simple/\nERROR: x (from versions: none)`,
    /refused the token/,
  ],
  [
    'what its paths tell',
    'WARNING: 401 Error, Credentials not correct for https://packages.corp.example/pypi/store/simple/x/',
    /refused the token/,
  ],
  [
    'pages to read on',
    'npm error code E401\nnpm error For more see https://docs.npmjs.com/logging-in\nnpm error incorrect password',
    /refused the token/,
  ],
  [
    'a proxy for Go',
    'go: x@v1.0.0: reading https://go.corp.example/x/@v/v1.0.0.info: 401 Unauthorized',
    /refused the token/,
  ],
])('%s stays what it is', (_, text, meaning) => {
  expect(
    diagnoseText(text)
      .map((one) => one.meaning)
      .join('\n'),
  ).toMatch(meaning);
});

test('a host that serves CodeArtifact by configuration is none of the others', () => {
  const text = 'npm error code E401\nnpm error 401 Unauthorized - GET https://npm.corp.example/@acme%2fui';
  expect(diagnoseText(text)[0]?.meaning).toMatch('Another server answered: npm.corp.example');
  expect(diagnoseText(text, ['npm.corp.example'])[0]?.meaning).toMatch('refused the token');
});
