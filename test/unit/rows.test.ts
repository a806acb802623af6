import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// The edge cases that a patcher of other programs' files has to get right. The names of tests begin with the numbers of their rows.
const rows = [
  'a file, or its folder, is missing',
  'an empty file, or one of comments or blanks',
  'no final newline',
  'CRLF and mixed line endings',
  'a UTF-8 byte order mark',
  'UTF-16',
  'bytes that are no UTF-8',
  'a second run with the same token',
  'a second run with a new token',
  'a token of 2 KB, and one with an unexpected character',
  'a key twice in .npmrc',
  'a machine twice in netrc',
  'a server twice in settings.xml',
  'duplicates that make a file invalid',
  'a commented-out entry that looks like ours',
  'a comment behind a token',
  'quotes and blanks around "=" in .npmrc',
  'a [section] in .npmrc',
  'arrays and keys without "=" in .npmrc',
  'a placeholder in our place',
  'an unset variable elsewhere in the file',
  'URLs and keys with and without their last slash',
  'capitals, a port or http in the host',
  'a token of the host beside a stale one of the repository',
  'older credentials of another kind',
  'legacy keys without a registry',
  'a project file that git tracks',
  'a literal token in a project file',
  "pnpm's auth.ini with an older token",
  'always-auth of Yarn 1',
  'several repositories, domains and endpoints',
  'the registry of a scope alone',
  'switching off',
  "both spellings and sections of pip's index",
  'an extra index over several lines',
  'a URL with other credentials',
  'variables that move files',
  "pip's two places on macOS",
  'index-servers of .pypirc in every shape',
  'YAML in every shape',
  'a YAML key twice',
  'TOML in every shape',
  'names of TOML tables',
  'Poetry sources with dots, cases and dashes',
  "cargo's files with and without an extension",
  'XML values in every shape',
  'DOCTYPE, prefixes and encodings of XML',
  'encrypted passwords and what stands beside them',
  'settings.xml without <servers>',
  'NuGet source names that XML does not take',
  "NuGet's encrypted password",
  '<clear/>, disabled sources and mapping of NuGet',
  '.properties in every shape',
  'gradle.properties of a project and of the user',
  'netrc with macros, a default and comments',
  'netrc and _netrc on Windows',
  'permissions, owners and full disks',
  'links, folders and pipes in the place of a file',
  'other programs that write at the same time',
  'a file that another tool wrote anew',
  'keys of Bundler',
  'sources of .gemrc',
  'registries.json of Swift',
  'a home that HOME does not name',
  'the limit of the Windows Credential Manager',
  'the token by a variable alone',
  'logs and crash reports',
];

/** Names of tests, and those of cases that every client is tested with. */
function namesOfTests(): readonly string[] {
  const cwd = path.resolve(import.meta.dirname, '..');
  const files = globSync(['{unit,integration,electron,clients}/**/*.test.ts', 'fixtures/clients/*.ts'], { cwd });
  return files
    .map((file) => readFileSync(path.join(cwd, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/(?<=['"`])rows? ([\d, and]*\d): /g)].map(([, numbers = '']) => numbers));
}

test('every edge case has a test with its number', () => {
  const tested = new Set(namesOfTests().flatMap((numbers) => (numbers.match(/\d+/g) ?? []).map(Number)));
  const untested = rows.map((row, index) => `${index + 1}: ${row}`).filter((_, index) => !tested.has(index + 1));
  expect(untested).toEqual([]);
  expect([...tested].filter((row) => row < 1 || row > rows.length)).toEqual([]);
});
