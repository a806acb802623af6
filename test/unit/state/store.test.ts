import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readJson, writeJson } from '../../../shared/engine/state/store.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

it('what was written is read back, from a private file in private folders', async () => {
  const folder = path.join(temporaryFolder(), 'state', 'deep');
  const file = path.join(folder, 'journal.json');
  expect(await readJson(file)).toEqual({ ok: true, value: undefined });
  const value = { version: 1, files: [{ path: '/home/ann/.npmrc', before: null }] };
  expect(await writeJson(file, value)).toEqual({ ok: true, value: undefined });
  expect(await readJson(file)).toEqual({ ok: true, value });
  expect([file, folder, path.dirname(folder)].map((name) => statSync(name).mode & 0o777)).toEqual([
    0o600, 0o700, 0o700,
  ]);
});

it('a state file that others could read becomes private with the next write', async () => {
  const file = path.join(temporaryFolder(), 'journal.json');
  writeFileSync(file, '{}\n', { mode: 0o644 });
  await writeJson(file, {});
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('a file that is not JSON is a problem that quotes nothing of it', async () => {
  const file = path.join(temporaryFolder(), 'journal.json');
  writeFileSync(file, '{"token": eyJ2ZXIiOjEsecret');
  const result = await readJson(file);
  expect(result).toMatchObject({ ok: false, error: { code: 'fileInvalid', message: expect.stringContaining(file) } });
  expect(JSON.stringify(result)).not.toContain('eyJ2');
});

it('what stands in the way of a state file is reported, and stays', async () => {
  const file = path.join(temporaryFolder(), 'state');
  writeFileSync(file, 'a file where the folder should be');
  expect(await writeJson(path.join(file, 'journal.json'), {})).toMatchObject({ error: { code: 'fileInvalid' } });
  expect(readFileSync(file, 'utf8')).toBe('a file where the folder should be');
});
