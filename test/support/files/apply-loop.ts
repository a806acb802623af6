// Switches bindings on and off, applies and refreshes for ever, at random; says so after the first apply.
import { flushCompileCache } from 'node:module';
import type { NewBinding } from '../../../shared/contract/requests.ts';
import { createEngine } from '../../../shared/engine/engine.ts';
import { barePorts } from '../bare-ports.ts';

const [home = '', stateFolder = '', bindings = '[]'] = process.argv.slice(2);
// It is killed, and would otherwise leave nothing of what was compiled to the next one.
flushCompileCache();
const engine = createEngine(barePorts({ kind: 'cli', home, stateFolder, env: { HOME: home } }));

for (let turn = 0; ; turn += 1) {
  for (const binding of JSON.parse(bindings) as NewBinding[]) {
    const added = await engine.api.request('binding.add', binding);
    if (!added.ok) throw new Error(added.error.message);
    const { bindingId } = added.value;
    await engine.api.request('binding.setEnabled', { bindingId, enabled: Math.random() < 0.5 });
  }
  const applied = await engine.api.request('plan.apply', {});
  if (!applied.ok) throw new Error(applied.error.message);
  if (Math.random() < 0.3) await engine.api.request('token.refreshAll', {});
  if (turn === 0) console.log('applying');
}
