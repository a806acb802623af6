import { expect, test } from 'vitest';
import { readJournal, writeJournal } from '../../../shared/engine/state/journal.ts';
import type { JournalFile } from '../../../shared/engine/state/journal.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

test('a journal of thousands of files is written, read and written again', async () => {
  const folder = temporaryFolder();
  const files = Array.from({ length: 6000 }, (_, number): JournalFile => ({
    path: `/home/ann/src/project-${number}/.npmrc`,
    client: 'npm',
    editor: 'npmrc',
    created: false,
    createdFolders: [],
    modeBefore: null,
    entries: [
      {
        entry: ['@team:registry'],
        after: 'https://platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/web/',
        tokenId: null,
        bindings: [`b-${number}`],
        before: { kind: 'absent', depth: 0 },
      },
    ],
  }));
  expect(await writeJournal(folder, { version: 2, files, lastApply: null })).toEqual({ ok: true, value: undefined });
  const read = await readJournal(folder);
  expect(read.ok && read.value.files.length).toBe(6000);
  expect(await writeJournal(folder, { version: 2, files: files.slice(1), lastApply: null })).toMatchObject({
    ok: true,
  });
  const again = await readJournal(folder);
  expect(again.ok && again.value.files.length).toBe(5999);
});
