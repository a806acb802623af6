import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { readOrThrow } from '../../support/files/read-or-throw.ts';
import { startScript } from '../../support/files/script.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const rewriteLoop = new URL('../../support/files/rewrite-loop.ts', import.meta.url);

const ROUNDS = 20;
/** Milliseconds: some dozen rewrites. */
const LONGEST_ROUND = 200;

it('[permissions, concurrent-writers] readers see a file whole at any moment, while it is rewritten and after a kill -9', async () => {
  const sources = temporaryFolder();
  const texts = ['short=1\n', 'long=2\r\n'.repeat(100_000)];
  const names = texts.map((_text, index) => path.join(sources, `${index}.txt`));
  for (const [index, text] of texts.entries()) writeFileSync(names[index] ?? '', text);
  const folder = temporaryFolder();
  const file = path.join(folder, '.npmrc');
  writeFileSync(file, texts[1] ?? '');
  const read = () => texts.indexOf(readFileSync(file, 'utf8'));
  const seen = new Set<number>();

  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, exited, lines } = startScript(rewriteLoop, file, ...names);
    await once(lines, 'line');
    // A random time rather than a random number of reads: many reads fit between two writes.
    const moment = performance.now() + Math.random() * LONGEST_ROUND;
    while (performance.now() < moment) seen.add(read());
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    seen.add(read());
    expect([...seen]).not.toContain(-1);
  }
  expect(seen).toEqual(new Set([0, 1]));

  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), anHourAgo, anHourAgo);
  await writeTextFile(await readOrThrow(file), { text: 'after=3\n' });
  expect(readdirSync(folder)).toEqual(['.npmrc']);
}, 120_000);
