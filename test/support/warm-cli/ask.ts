import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { WarmAsk, WarmReply } from './protocol.ts';
import { FOLDER_VARIABLE } from './protocol.ts';

/** Commands that go on until they are stopped, or give their own input and output away. */
const NEED_A_PROCESS: ReadonlySet<string> = new Set(['exec', 'run', 'serve', 'demo']);

/** What the warm CLI of this worker makes of it; null where it is at work, there is none, or the command needs a process of its own. */
export async function askWarmCli(ask: WarmAsk): Promise<Exclude<WarmReply, 'busy'> | null> {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined || NEED_A_PROCESS.has(ask.args[0] ?? '')) return null;
  if (Object.keys(ask.env).some((name) => name.startsWith('NODE_') && name !== 'NODE_COMPILE_CACHE')) return null;
  const connection = net.connect(path.join(folder, process.env['VITEST_POOL_ID'] ?? ''));
  connection.write(`${JSON.stringify(ask)}\n`);
  const reply = JSON.parse(await text(connection)) as WarmReply;
  return reply === 'busy' ? null : reply;
}
