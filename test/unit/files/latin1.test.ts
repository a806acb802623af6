import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { readTextFile } from '../../../shared/engine/files/text-file.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

function fileWith(bytes: Buffer): string {
  const file = path.join(temporaryFolder(), 'gradle.properties');
  writeFileSync(file, bytes);
  return file;
}

async function readLatin1(file: string) {
  const target = await readTextFile(file, 'latin1');
  if (!target.ok) throw new Error(target.error.message);
  return target.value;
}

it('[not-utf-8] where the format allows it, a file that is no UTF-8 is read as ISO-8859-1, and keeps its bytes when it is written', async () => {
  const file = fileWith(Buffer.from('# caf\xe9 \xff\x80\r\na=1\r\n', 'latin1'));
  const target = await readLatin1(file);
  expect(target).toMatchObject({ text: '# café \xff\x80\r\na=1\r\n', bom: false, encoding: 'latin1' });
  expect(await writeTextFile(target, { text: `${target.text}b=2\r\n` })).toMatchObject({
    ok: true,
    value: { kind: 'written' },
  });
  expect(readFileSync(file)).toEqual(Buffer.from('# caf\xe9 \xff\x80\r\na=1\r\nb=2\r\n', 'latin1'));
});

it('[not-utf-8] any bytes but NUL come back as they were', async () => {
  const bytes = fc
    .uint8Array({ min: 1, minLength: 3, maxLength: 40 })
    .filter(([one, two]) => !(one! >= 0xfe && two! >= 0xfe));
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      const file = fileWith(Buffer.from(content));
      const target = await readLatin1(file);
      expect((await writeTextFile(target, { text: `${target.text}x` })).ok).toBe(true);
      expect(readFileSync(file)).toEqual(Buffer.from([...content, 0x78]));
    }),
    { numRuns: 50 },
  );
});

it('a UTF-8 file stays one', async () => {
  const file = fileWith(Buffer.from('# café\n'));
  const target = await readLatin1(file);
  expect(target).toMatchObject({ text: '# café\n', encoding: 'utf8' });
  await writeTextFile(target, { text: `${target.text}a=1\n` });
  expect(readFileSync(file, 'utf8')).toBe('# café\na=1\n');
});

it('a change by somebody else is noticed in an ISO-8859-1 file as well', async () => {
  const file = fileWith(Buffer.from([0xe9]));
  const target = await readLatin1(file);
  writeFileSync(file, Buffer.from([0xe8]));
  expect(await writeTextFile(target, { text: 'x' })).toEqual({ ok: true, value: { kind: 'conflict' } });
  expect(readFileSync(file)).toEqual(Buffer.from([0xe8]));
});

it('UTF-16 and NUL bytes are refused there, too', async () => {
  for (const bytes of [Buffer.from('\uFEFFa=1', 'utf16le'), Buffer.from('a=\xe9\0\0', 'latin1')]) {
    expect(await readTextFile(fileWith(bytes), 'latin1')).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  }
});
