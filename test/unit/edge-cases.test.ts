import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The edge cases that a patcher of other programs' files has to get right. The names of their tests begin with them: `[crlf] …`, `[crlf, bom] …`. */
const edgeCases: Readonly<Record<string, string>> = {
  'missing-file': 'a file, or its folder, is missing',
  'empty-file': 'an empty file, or one of comments or blanks',
  'no-final-newline': 'no final newline',
  crlf: 'CRLF and mixed line endings',
  bom: 'a UTF-8 byte order mark',
  'utf-16': 'UTF-16',
  'not-utf-8': 'bytes that are no UTF-8',
  'same-token-again': 'a second run with the same token',
  'new-token': 'a second run with a new token',
  'long-or-odd-token': 'a token of 2 KB, and one with an unexpected character',
  'duplicate-npmrc-key': 'a key twice in .npmrc',
  'duplicate-machine': 'a machine twice in netrc',
  'duplicate-server': 'a server twice in settings.xml',
  'invalidating-duplicate': 'duplicates that make a file invalid',
  'commented-out': 'a commented-out entry that looks like ours',
  'comment-behind-token': 'a comment behind a token',
  'npmrc-quotes': 'quotes and blanks around "=" in .npmrc',
  'npmrc-section': 'a [section] in .npmrc',
  'npmrc-arrays': 'arrays and keys without "=" in .npmrc',
  placeholder: 'a placeholder in our place',
  'unset-variable': 'an unset variable elsewhere in the file',
  'last-slash': 'URLs and keys with and without their last slash',
  'host-spelling': 'capitals, a port or http in the host',
  'host-token-and-stale-one': 'a token of the host beside a stale one of the repository',
  'other-credentials': 'older credentials of another kind',
  'legacy-keys': 'legacy keys without a registry',
  'tracked-project-file': 'a project file that git tracks',
  'literal-project-token': 'a literal token in a project file',
  'auth-ini': "pnpm's auth.ini with an older token",
  'always-auth': 'always-auth of Yarn 1',
  'several-domains': 'several repositories, domains and endpoints',
  'scope-alone': 'the registry of a scope alone',
  'switching-off': 'switching off',
  'pip-spellings': "both spellings and sections of pip's index",
  'extra-index-lines': 'an extra index over several lines',
  'foreign-credentials-in-url': 'a URL with other credentials',
  'moved-files': 'variables that move files',
  'pip-on-macos': "pip's two places on macOS",
  'index-servers': 'index-servers of .pypirc in every shape',
  'yaml-shapes': 'YAML in every shape',
  'duplicate-yaml-key': 'a YAML key twice',
  'toml-shapes': 'TOML in every shape',
  'toml-table-names': 'names of TOML tables',
  'poetry-names': 'Poetry sources with dots, cases and dashes',
  'cargo-extensions': "cargo's files with and without an extension",
  'xml-values': 'XML values in every shape',
  'xml-declarations': 'DOCTYPE, prefixes and encodings of XML',
  'encrypted-password': 'encrypted passwords and what stands beside them',
  'no-servers': 'settings.xml without <servers>',
  'nuget-source-names': 'NuGet source names that XML does not take',
  'nuget-encrypted-password': "NuGet's encrypted password",
  'nuget-hidden-sources': '<clear/>, disabled sources and mapping of NuGet',
  'properties-shapes': '.properties in every shape',
  'gradle-levels': 'gradle.properties of a project and of the user',
  'netrc-shapes': 'netrc with macros, a default and comments',
  'two-netrcs': 'netrc and _netrc on Windows',
  'proxy-port': 'a module proxy with a port, by which some readers of netrc tell entries apart',
  permissions: 'permissions, owners and full disks',
  links: 'links, folders and pipes in the place of a file',
  'concurrent-writers': 'other programs that write at the same time',
  'rewritten-file': 'a file that another tool wrote anew',
  'bundler-keys': 'keys of Bundler',
  'gemrc-sources': 'sources of .gemrc',
  'swift-registries': 'registries.json of Swift',
  'other-home': 'a home that HOME does not name',
  'credential-manager-limit': 'the limit of the Windows Credential Manager',
  'other-repository': 'a project that publishes to, or takes from, another repository of a domain that is kept',
  'variable-alone': 'the token by a variable alone',
  logs: 'logs and crash reports',
};

/** Names that tests begin with, and the cases that every client is tested with. */
function namesInTests(): readonly string[] {
  const cwd = path.resolve(import.meta.dirname, '..');
  return globSync(['**/*.test.ts', 'fixtures/clients/*.ts'], { cwd })
    .map((file) => readFileSync(path.join(cwd, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/(?<=['"`])\[([a-z\d-]+(?:, [a-z\d-]+)*)\] (?=\S)/g)])
    .flatMap(([, names = '']) => names.split(', '));
}

test('every edge case has a test with its name, and no test names one that there is not', () => {
  const tested = new Set(namesInTests());
  expect(Object.keys(edgeCases).filter((name) => !tested.has(name))).toEqual([]);
  expect([...tested].filter((name) => edgeCases[name] === undefined)).toEqual([]);
});
