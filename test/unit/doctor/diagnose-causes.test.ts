import { describe, expect, test } from 'vitest';
import { diagnoseText } from '../../../shared/engine/doctor/diagnose.ts';

// What is easily mistaken for something else, in the words of real programs.

const HOST = 'acme-111122223333.d.codeartifact.us-east-1.amazonaws.com';

const EXPIRED = /refused the token/;
const MISSING = /sent no credential/;
const VERSION_EXISTS = /has this version already/;

type Case = readonly [name: string, text: string, who: string, meaning: RegExp];

const certain: Readonly<Record<string, readonly Case[]>> = {
  'a missing credential is not an expired one': [
    [
      'pnpm without a header',
      ` ERR_PNPM_FETCH_401  GET https://${HOST}:443/npm/shared/@acme/ui/-/ui-1.0.35.tgz: Unauthorized - 401

No authorization header was set for the request.

These authorization settings were found:
@acme:registry=https://${HOST}/npm/shared/`,
      'pnpm',
      MISSING,
    ],
    [
      'pnpm with one',
      `[ERR_PNPM_FETCH_401] GET https://${HOST}/npm/web/x: Unauthorized - 401\n\nAn authorization header was used: Bearer eyJ2[hidden]`,
      'pnpm',
      EXPIRED,
    ],
    [
      'npm, to publish',
      'npm error code ENEEDAUTH\nnpm error need auth This command requires you to be logged in',
      'npm',
      MISSING,
    ],
    [
      'Yarn 1, to publish',
      "error No token found and can't prompt for login when running with --non-interactive.",
      'Yarn 1',
      MISSING,
    ],
    ['Bun, to publish', 'error: missing authentication (run `bunx npm login`)', 'Bun', MISSING],
    [
      'Gradle',
      `Could not determine the dependencies of task ':compileJava'.
> The following Gradle properties are missing for 'codeartifact' credentials:
    - codeartifactUsername
    - codeartifactPassword`,
      'Gradle',
      MISSING,
    ],
    [
      'Gradle, by a name of its own',
      "> Could not get unknown property 'codeartifactPassword' for root project",
      'Gradle',
      MISSING,
    ],
    [
      'sbt, when it publishes',
      '> publish\n[error] java.net.ProtocolException: Server redirected too many  times (20)\n[error] (publish) java.net.ProtocolException',
      'sbt',
      EXPIRED,
    ],
    [
      'sbt, for the realm of another server',
      `\n[error] Unable to find credentials for [acme/maven-store @ ${HOST}].
[error]   Is one of these realms misspelled for host [${HOST}]:
[error]   * Artifactory Realm`,
      'sbt',
      /has none for the realm/,
    ],
    ['git', `fatal: could not read Username for 'https://${HOST}': terminal prompts disabled`, 'git', MISSING],
  ],
  'a version that is there already': [
    [
      'npm',
      `npm error code E409\nnpm error 409 Conflict - PUT https://${HOST}/npm/shared/@acme%2fui - Package version already exists`,
      'npm',
      VERSION_EXISTS,
    ],
    ['npm of old', 'npm ERR! code EPUBLISHCONFLICT', 'npm', VERSION_EXISTS],
    [
      'npm before it asks',
      'npm error You cannot publish over the previously published versions: 2.0.0.',
      'npm',
      VERSION_EXISTS,
    ],
    ['pnpm', `[E409] 409 Conflict - PUT https://${HOST}/npm/web/greeting`, 'pnpm', VERSION_EXISTS],
    [
      'Bun',
      `Registry: https://${HOST}/npm/web/\n409 Conflict: https://${HOST}/npm/web/greeting`,
      'Bun',
      VERSION_EXISTS,
    ],
    [
      'Yarn 1',
      `error Couldn't publish package: "https://${HOST}/npm/web/greeting: Version 2.0.0 of 'greeting' exists already"`,
      'Yarn 1',
      VERSION_EXISTS,
    ],
    [
      'Yarn 2+',
      '➤ YN0035: The remote server failed to provide the requested resource\n➤ YN0035:   Response Code: 409 (Conflict)',
      'Yarn 2+',
      VERSION_EXISTS,
    ],
    [
      'sbt',
      'java.io.IOException: Access to URL https://x/y.jar was refused by the server: Conflict',
      'sbt',
      VERSION_EXISTS,
    ],
    [
      'AWS CLI',
      'An error occurred (ConflictException) when calling the PublishPackageVersion operation: Asset exists',
      'AWS CLI',
      VERSION_EXISTS,
    ],
  ],
  workspaces: [
    [
      'npm in a member',
      'npm warn config ignoring workspace config at /home/ann/shop/packages/a/.npmrc',
      'npm',
      /Settings in a member/,
    ],
    [
      'aws login in a member',
      'npm error code ENOWORKSPACES\nnpm error This command does not support workspaces.',
      'npm',
      /member of a workspace/,
    ],
    [
      'another client',
      'npm error code EUNSUPPORTEDPROTOCOL\nnpm error Unsupported URL Type "workspace:": workspace:*',
      'npm',
      /member of a workspace/,
    ],
    [
      'pnpm',
      ' ERR_PNPM_WORKSPACE_PKG_NOT_FOUND  In packages/a: "@acme/b@workspace:*" is in the dependencies',
      'pnpm',
      /member of a workspace/,
    ],
    [
      'Yarn 2+',
      "Usage Error: The nearest package directory (/home/ann/shop/a) doesn't seem to be part of the project declared in /home/ann/shop.",
      'Yarn 2+',
      /member of a workspace/,
    ],
  ],
};

describe.each(Object.entries(certain))('%s:', (_, cases) => {
  test.each(cases)('%s', (_name, text, who, meaning) => {
    const [first] = diagnoseText(`some line before\n${text}\nsome line behind\n`);
    expect(first?.meaning).toMatch(meaning);
    expect(first).toMatchObject({ certainty: 'certain', recognised: [] });
    expect(first?.clients).toContain(who);
  });
});

test('where a client says the same of several causes, all are told, the likeliest first, and none is certain', () => {
  const diagnoses = diagnoseText('npm error code E401\nnpm error Unable to authenticate');
  expect(diagnoses.map(({ meaning }) => meaning)).toEqual([
    expect.stringMatching(EXPIRED),
    expect.stringMatching(MISSING),
  ]);
  expect(diagnoses.map(({ certainty }) => certainty)).toEqual(['likely', 'likely']);
});

test('the one line that dotnet prints may mean a credential or the network', () => {
  const text = `/shop/shop.csproj : error NU1301: Unable to load the service index for source https://${HOST}/nuget/web/v3/index.json.`;
  const diagnoses = diagnoseText(text);
  expect(diagnoses.map(({ certainty, clients }) => [certainty, clients[0]])).toEqual(
    Array.from({ length: 3 }, () => ['likely', 'NuGet']),
  );
  expect(diagnoses[0]?.meaning).toMatch(EXPIRED);
});

test('what is certain comes before what is only likely', () => {
  const text = 'npm warn config ignoring workspace config at /shop/a/.npmrc\nnpm error code E401';
  expect(diagnoseText(text).map(({ certainty }) => certainty)).toEqual(['certain', 'likely', 'likely']);
});

describe('pip tells a missing credential by the line above its error alone:', () => {
  const NOTHING = 'ERROR: Could not find a version that satisfies the requirement hello (from versions: none)';
  test.each([
    ['an index without one', `Looking in indexes: https://${HOST}/pypi/web/simple/\n${NOTHING}`, MISSING],
    ['an index with one', `Looking in indexes: https://aws:****@${HOST}/pypi/web/simple/\n${NOTHING}`, EXPIRED],
    ['no such line', NOTHING, /index gave no versions/],
  ])('%s', (_name, text, meaning) => {
    expect(diagnoseText(text)[0]).toMatchObject({ certainty: 'likely', meaning: expect.stringMatching(meaning) });
  });

  test('and a refused one by a warning', () => {
    const text = `Looking in indexes: https://aws:****@${HOST}/\nWARNING: 401 Error, Credentials not correct for https://${HOST}/\n${NOTHING}`;
    expect(diagnoseText(text)).toMatchObject([{ certainty: 'certain', meaning: expect.stringMatching(EXPIRED) }]);
  });
});

describe('more of what Python programs say', () => {
  test.each([
    ['twine', '\u001B[31mERROR   \u001B[0m NonInteractive: Credential not found for password.', MISSING],
    ['twine', 'ERROR    HTTPError: 409 Conflict from https://x/', VERSION_EXISTS],
    ['twine', 'ERROR    HTTPError: 400 Bad Request from https://x/\n         File already exists', VERSION_EXISTS],
    [
      'Hatch',
      "Error uploading to repository: https://x/ - Client error '401 Unauthorized' for url 'https://x/'",
      EXPIRED,
    ],
    ['Poetry', 'HTTP Error 409: Conflict | b\'{"message":"exists"}\'', VERSION_EXISTS],
    [
      'uv',
      'error: Failed to publish `dist/a.whl` to https://x/\n  cause: HTTP status client error (409 Conflict)',
      VERSION_EXISTS,
    ],
  ])('%s: %s', (client, text, meaning) => {
    expect(diagnoseText(text)[0]).toMatchObject({
      clients: [client],
      certainty: 'certain',
      meaning: expect.stringMatching(meaning),
    });
  });
});
