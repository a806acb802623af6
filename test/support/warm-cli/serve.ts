import '../../../shared/hosts/node/assure-home.ts';
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { GRACE } from '../../../shared/hosts/cli/leave.ts';
import { runCommandLine } from '../../../shared/hosts/cli/run.ts';
import type { WarmAsk, WarmReply } from './protocol.ts';

// `node serve.ts SOCKET`: a CLI that has been loaded and does one command after the other, each in the folder and with the variables
// that it is sent. It ends with the process that started it.

let busy = false;

const server = net.createServer((connection) => void answer(connection));
server.listen(process.argv[2]);
await once(server, 'listening');
process.on('disconnect', () => process.exit());
process.send?.('listening');
// From here on the channel would only be one more thing that is going on.
process.channel?.unref();

async function answer(connection: net.Socket): Promise<void> {
  const [line] = (await once(createInterface(connection), 'line')) as [string];
  const reply: WarmReply = busy ? 'busy' : await run(JSON.parse(line) as WarmAsk);
  connection.end(JSON.stringify(reply));
}

async function run({ args, cwd, env }: WarmAsk): Promise<WarmReply> {
  busy = true;
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.exitCode = undefined;
  const out = captured(process.stdout);
  const err = captured(process.stderr);
  const before = goingOn();
  const uncaught = (error: unknown): void => {
    process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  };
  process.on('uncaughtException', uncaught);
  try {
    await runCommandLine(args).catch(uncaught);
    // A process of its own would end once nothing goes on any more, or a while after the answer.
    const last = performance.now() + GRACE;
    for (let round = 0; goingOn() > before && performance.now() < last; round += 1)
      await (round < 20 ? setImmediate() : setTimeout(1));
    return { code: exitCode(), out: out.text(), err: err.text() };
  } finally {
    process.off('uncaughtException', uncaught);
    process.exitCode = undefined;
    out.release();
    err.release();
    process.chdir('/');
    busy = false;
  }
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}

/** How many things keep this process alive, but for the question by which it is asked. */
function goingOn(): number {
  return process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
}

function captured(stream: NodeJS.WriteStream) {
  const chunks: Buffer[] = [];
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array) => {
    chunks.push(Buffer.from(chunk));
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString(),
    release: () => {
      stream.write = write;
    },
  };
}
