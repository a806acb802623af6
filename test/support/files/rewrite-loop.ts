// Rewrites a file for ever, in turn with the text of one and of another file; says so after the first write.
import { readFileSync } from 'node:fs';
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { readOrThrow } from './read-or-throw.ts';

const [file = '', ...sources] = process.argv.slice(2);
const texts = sources.map((source) => readFileSync(source, 'utf8'));
for (let turn = 0; ; turn += 1) {
  await writeTextFile(await readOrThrow(file), { text: texts[turn % texts.length] ?? null });
  if (turn === 0) console.log('rewriting');
}
