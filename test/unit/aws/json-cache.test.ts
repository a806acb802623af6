import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pythonJson, readCache, sha1, writeCache } from '../../../shared/adapters/aws/sign-in/json-cache.ts';

function aFile(text?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'token.json');
  if (text !== undefined) writeFileSync(file, text);
  return file;
}

test('half a file is read once more, after whoever writes it had time to finish', async () => {
  const file = aFile('{"accessToken": "ab');
  const finished = async () => writeFileSync(file, '{"accessToken": "abc"}');
  expect(await readCache(file, finished)).toEqual({ accessToken: 'abc' });
});

test('what stays half a file is none', async () => {
  expect(await readCache(aFile('{"accessToken": "ab'))).toBeNull();
});

test.each(['null', '7', '"x"'])('what is no object is none: %s', async (text) => {
  expect(await readCache(aFile(text))).toBeNull();
});

test('one that is not there is none, at once', async () => {
  const never = async () => expect.unreachable();
  expect(await readCache(aFile(), never)).toBeNull();
});

test('it is replaced whole and for its owner alone, whatever its mode was, and nothing is left beside it', async () => {
  const file = aFile('{}');
  await writeCache(file, { a: 'b' });
  expect(readFileSync(file, 'utf8')).toBe('{"a":"b"}');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.dirname(file))).toEqual(['token.json']);
});

// What Python 3.11 printed for json.dumps(…, sort_keys=True).
test('names are made of JSON as Python writes it', () => {
  const content = {
    tool: 'botocore',
    startUrl: 'https://ä.example/"x"',
    scopes: ['a', 'b'],
    session_name: null,
    n: 3600,
  };
  expect(pythonJson(content)).toBe(
    String.raw`{"n": 3600, "scopes": ["a", "b"], "session_name": null, "startUrl": "https://\u00e4.example/\"x\"", "tool": "botocore"}`,
  );
  expect(pythonJson({ b: '😀\x7f', a: '1' }, [',', ':'])).toBe(String.raw`{"a":"1","b":"\ud83d\ude00\u007f"}`);
  expect(sha1('corp')).toBe(createHash('sha1').update('corp').digest('hex'));
});
