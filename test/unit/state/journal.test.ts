import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EditorName } from '../../../shared/engine/editors/index.ts';
import { item, select } from '../../../shared/engine/editors/text/entry-path.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';
import { journalPath, readJournal, writeJournal } from '../../../shared/engine/state/journal.ts';

function aStateFolder(journal: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(journalPath(folder), JSON.stringify(journal));
  return folder;
}

const before = { kind: 'absent', depth: 1 } as const;
const written = { after: '⟦token⟧', tokenId: 't', bindings: ['b'] };
const earlier = { after: 'x', tokenId: null, bindings: [] };

/** A file of the journal as version 0.1.0 wrote it. */
function fileOf(editor: EditorName, entry: readonly string[]) {
  return {
    path: `/home/ann/${editor}`,
    client: 'npm',
    editor,
    created: true,
    createdFolders: ['/home/ann/.x'],
    modeBefore: 0o644,
    entries: [{ ...written, entry, before, accepts: ['z'], completes: 3, earlier: [{ ...earlier, accepts: ['y'] }] }],
  };
}

test.each<[EditorName, readonly string[], EntryPath]>([
  ['npmrc', ['//d.example/npm/web/:_authToken'], ['//d.example/npm/web/:_authToken']],
  ['npmrc', ['@a[b=c]:registry'], ['@a[b=c]:registry']],
  ['pythonIni', ['global', 'index-url'], ['global', 'index-url']],
  [
    'pythonIni',
    ['global', 'extra-index-url', '[https://d.example/pypi/web/simple/]'],
    ['global', 'extra-index-url', item('https://d.example/pypi/web/simple/')],
  ],
  ['pypirc', ['distutils', 'index-servers', '[ca]'], ['distutils', 'index-servers', item('ca')]],
  ['pypirc', ['ca', 'password'], ['ca', 'password']],
  [
    'mavenSettings',
    ['settings', 'servers', 'server[id=pay]', 'password'],
    ['settings', 'servers', select('server', 'id', 'pay'), 'password'],
  ],
  [
    'mavenSettings',
    ['settings', 'profiles', 'profile[id=pay]', 'repositories', 'repository[id=pay]', 'url'],
    ['settings', 'profiles', select('profile', 'id', 'pay'), 'repositories', select('repository', 'id', 'pay'), 'url'],
  ],
  [
    'mavenSettings',
    ['settings', 'activeProfiles', 'activeProfile[pay]'],
    ['settings', 'activeProfiles', select('activeProfile', null, 'pay')],
  ],
  [
    'nugetConfig',
    ['configuration', 'packageSources', 'add[@key=my repo (eu)]', '@value'],
    ['configuration', 'packageSources', select('add', '@key', 'my repo (eu)'), '@value'],
  ],
  [
    'nugetConfig',
    ['configuration', 'packageSourceCredentials', '[platform/web]', 'add[@key=ClearTextPassword]', '@value'],
    [
      'configuration',
      'packageSourceCredentials',
      item('platform/web'),
      select('add', '@key', 'ClearTextPassword'),
      '@value',
    ],
  ],
  ['netrc', ['d.example', 'password'], ['d.example', 'password']],
  ['env', ['export CODEARTIFACT_AUTH_TOKEN'], ['export CODEARTIFACT_AUTH_TOKEN']],
  ['goEnv', ['GOPROXY'], ['GOPROXY']],
  ['properties', ['codeartifactPassword'], ['codeartifactPassword']],
  ['json', ['$', 'registries', '[default]', 'url'], ['$', 'registries', '[default]', 'url']],
  ['toml', ['registries', 'ca', 'token'], ['registries', 'ca', 'token']],
  ['toml', ['index[name=pay]', 'url'], [select('index', 'name', 'pay'), 'url']],
  [
    'tomlWithoutBom',
    ['tool', 'poetry', 'source[name=a.b]', 'url'],
    ['tool', 'poetry', select('source', 'name', 'a.b'), 'url'],
  ],
  [
    'yaml',
    ['npmRegistries', '//d.example/npm/web/', 'npmAuthToken'],
    ['npmRegistries', '//d.example/npm/web/', 'npmAuthToken'],
  ],
  ['gemrc', [':sources', '[https://d.example/ruby/web/]'], [':sources', item('https://d.example/ruby/web/')]],
  ['bundleConfig', ['BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/'], ['BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/']],
])('an entry of %s that version 0.1.0 wrote, %j, is read and stays what it is', async (editor, old, entry) => {
  const file = fileOf(editor, old);
  const lastApply = { at: 5, on: ['b'], off: [] };
  const folder = aStateFolder({ version: 1, files: [file], lastApply });
  const today = {
    ...written,
    entry,
    before,
    equivalents: ['z'],
    requiredBy: 3,
    earlier: [{ ...earlier, equivalents: ['y'] }],
  };
  const expected = {
    ok: true,
    value: { version: 2, files: [{ ...file, entries: [today] }], lastApply },
  };
  const read = await readJournal(folder);
  expect(read).toEqual(expected);
  if (read.ok) await writeJournal(folder, read.value);
  expect(await readJournal(folder)).toEqual(expected);
});

test('an entry of version 0.1.0 that has no more than it must is read too', async () => {
  const entry = { ...written, entry: ['x'], before };
  const folder = aStateFolder({
    version: 1,
    files: [{ ...fileOf('npmrc', ['x']), entries: [entry] }],
    lastApply: null,
  });
  expect(await readJournal(folder)).toMatchObject({ ok: true, value: { version: 2, files: [{ entries: [entry] }] } });
});

test.each([
  ['of a version to come', { version: 3, files: [], lastApply: null }],
  ['without a version', { files: [], lastApply: null }],
  [
    'of version 1 with an editor that nobody knows',
    { version: 1, files: [{ ...fileOf('npmrc', ['x']), editor: 'x' }], lastApply: null },
  ],
])('a journal %s is refused', async (_, journal) => {
  expect(await readJournal(aStateFolder(journal))).toMatchObject({ ok: false, error: { code: 'settingsInvalid' } });
});
