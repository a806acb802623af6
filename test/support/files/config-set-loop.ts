// Adds a line `line-N=1` to a file again and again as `npm config set` does: reads all, writes all, without any lock.
// Says so after the first; on SIGTERM it ends and tells how many lines it added.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [file = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
let added = 0;
while (!stop.signal.aborted) {
  writeFileSync(file, `${readFileSync(file, 'utf8')}line-${added}=1\n`);
  added += 1;
  if (added === 1) console.log('adding');
  await pause(Math.random() * 10);
}
console.log(String(added));
