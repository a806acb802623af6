import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeError } from '../../../shared/engine/describe-error.ts';
import { fileLog } from '../../../shared/hosts/node/log.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';
import { aCodeArtifactToken } from '../editors/sample-token.ts';

const TOKEN = aCodeArtifactToken();

// The first is what pip prints itself when its pip.conf is broken.
const messages = [
  `Configuration file could not be loaded.\nFile contains parsing errors: 'pip.conf'\n\t[line  2]: 'https://aws:${TOKEN}@d.example/\\n'`,
  `//d.example/npm/web/:_authToken=${TOKEN} is not valid`,
  `${TOKEN.slice(0, 200)}… was cut off`,
  'index-url = https://ann:s3cret@pypi.example/simple/',
];

test.each(messages)('row 67: no log and no crash report holds the secret of %j', (message) => {
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
