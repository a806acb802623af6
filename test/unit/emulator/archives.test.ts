import { deflateRawSync, gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArchiveEntry } from '../../../shared/emulator/archives/archive-entry.ts';
import { readZip } from '../../../shared/emulator/archives/read-zip.ts';
import { readTar, tar, tarGz } from '../../../shared/emulator/archives/tar.ts';
import { zip } from '../../../shared/emulator/archives/zip.ts';
import { readMultipart } from '../../../shared/emulator/multipart.ts';

const entries: fc.Arbitrary<readonly ArchiveEntry[]> = fc.uniqueArray(
  fc.record({
    path: fc.stringMatching(/^[a-z][a-z0-9./_-]{0,40}[a-z0-9]$/),
    content: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { selector: ({ path }) => path, minLength: 1, maxLength: 6 },
);

function asMap(files: readonly ArchiveEntry[]): Map<string, Buffer> {
  return new Map(files.map(({ path, content }) => [path, Buffer.from(content)]));
}

/** An archive of one deflated file. */
function deflated(path: string, content: string): Buffer {
  const packed = deflateRawSync(content);
  const archive = zip([{ path, content: packed }]);
  const central = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  archive.writeUInt16LE(8, 8);
  archive.writeUInt16LE(8, central + 10);
  return archive;
}

describe('a zip archive', () => {
  test('gives back the files that it was made of', () => {
    fc.assert(
      fc.property(entries, (files) => {
        expect(readZip(zip(files))).toEqual(asMap(files));
      }),
    );
  });

  test('is read when its files are deflated, and when a comment follows', () => {
    const archive = Buffer.concat([deflated('a.txt', 'text '.repeat(50)), Buffer.from('comment')]);
    expect(String(readZip(archive)?.get('a.txt'))).toBe('text '.repeat(50));
  });

  test('that was cut off or changed is no archive, but never an accident', () => {
    const archive = deflated('a.txt', 'text '.repeat(50));
    expect(readZip(Buffer.alloc(0))).toBeNull();
    for (let length = 0; length < archive.length; length += 1) expect(readZip(archive.subarray(0, length))).toBeNull();
    const broken = Buffer.from(archive);
    broken.writeUInt32LE(0xffff_fff0, archive.length - 6);
    expect(readZip(broken)).toBeNull();
    broken.writeUInt32LE(0, archive.length - 6);
    expect(readZip(broken)).toBeNull();
  });
});

describe('a tar archive', () => {
  test('gives back the files that it was made of', () => {
    fc.assert(
      fc.property(entries, (files) => {
        expect(readTar(tar(files))).toEqual(asMap(files));
        expect(gunzipSync(tarGz(files)).equals(tar(files))).toBe(true);
      }),
    );
  });

  test('that was cut off within a file is no archive', () => {
    const archive = tar([{ path: 'a.txt', content: 'x'.repeat(700) }]);
    expect(readTar(archive.subarray(0, 1024))).toBeNull();
    expect(readTar(Buffer.alloc(0))).toBeNull();
    expect(readTar(Buffer.from('x'.repeat(2048)))).toBeNull();
  });
});

describe('a multipart body', () => {
  test('gives back the parts that a client made it of', async () => {
    const part = fc.tuple(fc.stringMatching(/^[a-z:_]{1,20}$/), fc.uint8Array({ maxLength: 500 }));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        const form = new FormData();
        for (const [name, content] of parts) form.append(name, new Blob([new Uint8Array(content)]), `${name}.bin`);
        const sent = new Response(form);
        const body = Buffer.from(await sent.arrayBuffer());
        const read = readMultipart(sent.headers.get('content-type')!, body);
        expect(read).toEqual(
          parts.map(([name, content]) => ({ name, filename: `${name}.bin`, content: Buffer.from(content) })),
        );
      }),
    );
  });

  test('of a .NET client has names without quotes and a boundary with them', () => {
    const lines = ['--b', 'Content-Disposition: form-data; name=package; filename=x.nupkg', '', 'bytes', '--b--', ''];
    const read = readMultipart('multipart/form-data; boundary="b"', Buffer.from(lines.join('\r\n')));
    expect(read).toEqual([{ name: 'package', filename: 'x.nupkg', content: Buffer.from('bytes') }]);
  });

  test('of NuGet 2.8 ends its part with a lone line feed', () => {
    const head = '--b\r\nContent-Disposition: form-data; name="package"; filename="package"\r\n\r\n';
    const read = readMultipart('multipart/form-data; boundary=b', Buffer.from(`${head}bytes\n--b--`));
    expect(read?.[0]?.content.toString()).toBe('bytes');
  });

  test.each([
    ['without a boundary', 'multipart/form-data', '--b--'],
    ['of another type', 'application/json; boundary=b', '--b--'],
    ['without an end', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
    ['with a part without a name', 'multipart/form-data; boundary=b', '--b\r\nX: y\r\n\r\nx\r\n--b--'],
    ['with nothing in it', 'multipart/form-data; boundary=b', ''],
  ])('%s is none', (_, type, body) => {
    expect(readMultipart(type, Buffer.from(body))).toBeNull();
  });
});
