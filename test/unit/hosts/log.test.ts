import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeError } from '../../../shared/engine/secrets/describe-error.ts';
import { fileLog } from '../../../shared/hosts/node/log.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const TOKEN = aCodeArtifactToken();

// The first is what pip prints itself when its pip.conf is broken.
const messages = [
  `Configuration file could not be loaded.\nFile contains parsing errors: 'pip.conf'\n\t[line  2]: 'https://aws:${TOKEN}@d.example/\\n'`,
  `//d.example/npm/web/:_authToken=${TOKEN} is not valid`,
  `${TOKEN.slice(0, 200)}… was cut off`,
  'index-url = https://ann:s3cret@pypi.example/simple/',
];

test.each(messages)('[logs] no log and no crash report holds the secret of %j', (message) => {
  const folder = temporaryFolder();
  const log = fileLog(folder);
  for (const level of ['info', 'warn', 'error'] as const) log(level, message);
  log('error', describeError(new Error(message)));
  const written = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(written.join('')).toContain('••••');
  for (const text of [...written, describeError(new Error(message)), describeError(message)]) {
    expect(text).not.toMatch(/eyJ2ZXIi|s3cret/);
  }
});

function thrownDeepInside(cause: Error): Error {
  return new Error(`cannot use ${TOKEN}`, { cause });
}

test('[logs] a described error has its places and those of its cause, without a secret or the path of a home folder', () => {
  const cause = new TypeError(
    `second line\n    at ${TOKEN} (/home/ann/x.js:1:1)\nindex-url = https://ann:s3cret@pypi.example/`,
  );
  const folder = temporaryFolder();
  const described = describeError(thrownDeepInside(cause));
  fileLog(folder)('error', `Uncaught: ${described}`);
  const written = readFileSync(path.join(folder, 'log.txt'), 'utf8');
  for (const text of [described, written]) {
    expect(text).not.toMatch(/eyJ2ZXIi|s3cret|file:/);
    expect(text).not.toContain(path.resolve(import.meta.dirname, '../../..'));
    expect(text).toMatch(/at thrownDeepInside \(test\/unit\/hosts\/log\.test\.ts:\d+:\d+\)\n/);
    expect(text).toMatch(/caused by TypeError: second line\n/);
  }
  // One event is one line that is not indented.
  expect(written.split('\n').filter((line) => /^\S/.test(line))).toHaveLength(1);
});

test('a stack of any depth leaves eight places, and one outside of the app the name of its file', () => {
  const error = new Error('deep');
  const frames = Array.from(
    { length: 20 },
    (_, index) => `    at f${index} (file:///home/ann/tool/code.js:${index}:1)`,
  );
  error.stack = ['Error: deep', '    at async Promise.all (index 0)', ...frames].join('\n');
  const expected = Array.from({ length: 8 }, (_, index) => `    at f${index} (code.js:${index}:1)`);
  expect(describeError(error)).toBe(['Error: deep', ...expected].join('\n'));

  error.stack = `Error: deep\n    at f (${path.resolve(import.meta.dirname, '../../..')}/..kept/code.js:1:1)`;
  expect(describeError(error)).toBe(`Error: deep\n    at f (${path.join('..kept', 'code.js')}:1:1)`);
});

test('what was thrown without being an error, and a chain of causes without end, are described all the same', () => {
  expect(describeError(`only ${TOKEN}`)).toBe('only ••••••••');
  const loop = new Error('loop');
  loop.cause = loop;
  loop.stack = '';
  expect(describeError(loop)).toBe('Error: loop\n  caused by Error: loop\n  caused by Error: loop');
});
