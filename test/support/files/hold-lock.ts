// Takes the writer lock of a state folder, says so, and keeps it until killed.
import { createWriterLock } from '../../../shared/engine/state/writer-lock.ts';

const [stateFolder = ''] = process.argv.slice(2);
await createWriterLock(stateFolder).run(async () => {
  console.log('held');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
