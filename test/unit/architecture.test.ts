import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { forbiddenImports, readSources, withPicture } from '../../build/architecture.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('every import goes where its room may look', () => {
  expect(forbiddenImports(readSources(root))).toEqual([]);
});

test.each([
  ['the engine an adapter', 'shared/engine/tokens/broker.ts', '../../adapters/aws/access.ts'],
  ['a lower room of the engine a higher one', 'shared/engine/files/text-file.ts', '../plan/plan.ts'],
  ['a room of the engine its top', 'shared/engine/plan/plan.ts', '../engine.ts'],
  ['a host another one', 'shared/hosts/demo/prepare-demo.ts', '../cli/io.ts'],
  ['the tray another host', 'electron/main/start.ts', '../../shared/hosts/headless/server.ts'],
  ['the contract anything', 'shared/contract/names.ts', '../ports/host.ts'],
  ['the page the engine', 'renderer/state/store.ts', '../../shared/engine/engine.ts'],
  ['anything what is in no room', 'shared/view/route.ts', '../elsewhere/else.ts'],
])('that %s imports is found', (_what, file, name) => {
  const imported = path.posix.join(path.posix.dirname(file), name);
  const found = [`${file} → ${imported}`];
  expect(forbiddenImports({ [file]: `import { x } from '${name}';\n` })).toEqual(found);
  expect(forbiddenImports({ [file]: `import type { X } from '${name}';\n` })).toEqual(found);
  expect(forbiddenImports({ [file]: `export { x } from '${name}';\n` })).toEqual(found);
  expect(forbiddenImports({ [file]: `const x = await import('${name}');\n` })).toEqual(found);
});

test('a new folder needs a room', () => {
  expect(forbiddenImports({ 'shared/elsewhere/else.ts': '' })).toEqual(['shared/elsewhere/else.ts is in no room']);
});

test('the picture in docs/architecture.md shows these rooms; build/architecture.ts draws it', () => {
  const document = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  expect(withPicture(document)).toBe(document);
});

test('every function that docs/architecture.md leads through is there under that name', () => {
  const document = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const named = [...document.matchAll(/`((?:\w+\.)*)(\w+)`(?=[^`\n]{0,40}→|\.)|→ `((?:\w+\.)*)(\w+)`/g)];
  const names = new Set(named.map((match) => match[2] ?? match[4] ?? ''));
  expect(names.size).toBeGreaterThan(20);
  const words = new Set(Object.values(readSources(root)).flatMap((text) => text.match(/\b\w+\b/g) ?? []));
  expect([...names].filter((name) => !words.has(name))).toEqual([]);
});

/** Who this process is, and how its system calls behave: nothing that a host could wish to be otherwise. */
const OWN_PROCESS: readonly string[] = [
  'shared/adapters/aws/credential-process.ts: process.off',
  'shared/adapters/aws/credential-process.ts: process.once',
  'shared/adapters/kill-group.ts: process.kill',
  'shared/adapters/kill-group.ts: process.platform',
  'shared/adapters/kill-tree.ts: process.kill',
  'shared/adapters/kill-tree.ts: process.platform',
  'shared/engine/files/ask-program.ts: process.execPath',
  'shared/engine/files/file-system.ts: process.geteuid',
  'shared/engine/files/file-system.ts: process.platform',
  'shared/engine/files/running-process.ts: process.kill',
  'shared/engine/files/running-process.ts: process.pid',
  'shared/engine/files/temp-file.ts: process.pid',
];

test('below the hosts nothing reads `process` behind its back', () => {
  const found = Object.entries(readSources(root))
    .filter(([file]) => /^shared\/(?:engine|adapters|ports|contract|view)\//.test(file))
    .flatMap(([file, text]) => [...text.matchAll(/(?<![.\w'`-])process\.\w+/g)].map(([use]) => `${file}: ${use}`));
  expect([...new Set(found)].toSorted()).toEqual(OWN_PROCESS);
});
