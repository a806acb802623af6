import { isUtf8 } from 'node:buffer';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';

export const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How bytes became text, and become bytes again. */
export type Encoding = 'utf8' | 'latin1';

export type DecodedText = { readonly text: string; readonly bom: boolean; readonly encoding: Encoding };

/**
 * Text of a UTF-8 file without its byte order mark, or of one that is no UTF-8 by the `fallback` encoding, if there is one.
 * `file` only names the file in problems (code `fileInvalid`).
 */
export function decodeText(file: string, bytes: Buffer, fallback?: 'latin1'): Result<DecodedText> {
  if (isUtf16(bytes)) {
    return failed(
      problemOf('fileInvalid', `${file} is saved as UTF-16, and only UTF-8 is edited here.`, {
        advice: 'Save it as UTF-8; Windows PowerShell writes UTF-16 with ">".',
      }),
    );
  }
  if (bytes.includes(0)) {
    return failed(
      problemOf('fileInvalid', `${file} holds NUL bytes, so it is not a text file.`, {
        advice: 'Restore the file from a backup, or move it away.',
      }),
    );
  }
  if (!isUtf8(bytes)) {
    if (fallback !== undefined) return ok({ text: bytes.toString(fallback), bom: false, encoding: fallback });
    return failed(
      problemOf('fileInvalid', `${file} is not valid UTF-8: see line ${firstInvalidLine(bytes)}.`, {
        advice: 'Save the file as UTF-8.',
      }),
    );
  }
  const bom = bytes.subarray(0, UTF8_BOM.length).equals(UTF8_BOM);
  return ok({ text: bytes.toString('utf8', bom ? UTF8_BOM.length : 0), bom, encoding: 'utf8' });
}

/** By its byte order mark, or by the NUL that each ASCII character has without one. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length < 2) return false;
  const start = bytes.readUInt16BE(0);
  if (start === 0xfeff || start === 0xfffe) return true;
  return (bytes[0] === 0) !== (bytes[1] === 0);
}

/** Counts from 1. Lines can be judged one by one because no UTF-8 sequence contains a line feed. */
function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}
