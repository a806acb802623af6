// Reads or writes a target as a user for whom permissions count, and prints the result as JSON.
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { readTextFile } from '../../../shared/engine/files/text-file.ts';

const NOBODY = 65_534;
if (process.getuid?.() === 0) {
  process.setgroups?.([NOBODY]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const [action = '', file = ''] = process.argv.slice(2);
const target = await readTextFile(file);
const outcome = action === 'write' && target.ok ? await writeTextFile(target.value, { text: 'new\n' }) : target;
console.log(JSON.stringify(outcome));
