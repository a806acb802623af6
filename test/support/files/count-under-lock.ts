// Adds 1 to the number in a JSON file, so many times, each time with the writer lock held.
import { readJson, writeJson } from '../../../shared/engine/state/store.ts';
import { createWriterLock } from '../../../shared/engine/state/writer-lock.ts';

const [stateFolder = '', file = '', times = '0'] = process.argv.slice(2);
const lock = createWriterLock(stateFolder);
for (let turn = 0; turn < Number(times); turn += 1) {
  const done = await lock.run(async () => {
    const count = await readJson(file);
    if (!count.ok) throw new Error(count.error.message);
    const saved = await writeJson(file, Number(count.value) + 1);
    if (!saved.ok) throw new Error(saved.error.message);
  });
  if (!done.ok) throw new Error(done.error.message);
}
