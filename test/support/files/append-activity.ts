// Appends so many events of one name to the activity of a state folder.
import { createActivityLog } from '../../../shared/engine/state/activity-log.ts';

const [stateFolder = '', name = '', times = '0'] = process.argv.slice(2);
const log = createActivityLog(stateFolder);
const message = 'x'.repeat(300);
for (let turn = 0; turn < Number(times); turn += 1) {
  const id = `${name}-${turn}`;
  log.append({ id, at: new Date().toISOString(), kind: 'applied', by: 'cli', message, paths: [] });
}
