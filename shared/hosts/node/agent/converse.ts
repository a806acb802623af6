import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { AskedBy, CommandApi } from '../../../engine/operations/for-command.ts';
import { describeError } from '../../../engine/secrets/describe-error.ts';
import { givingWay } from '../../../engine/files/give-way.ts';
import type { Environment, Log } from '../../../ports/host.ts';
import { isClientVariable } from '../client-variables.ts';
import { jsonPieces } from './pieces.ts';
import { differing, digestsOf, isSamePlace, placeOf } from './place.ts';
import { BEAT } from './question.ts';
import type { CommandQuestion, Request, Sign } from './question.ts';

export type ConversationDelegate = {
  readonly environment: Environment;
  readonly forCommand: (command: AskedBy) => CommandApi;
  readonly log: Log;
  /** How long a command may think between two requests. Milliseconds. */
  readonly patience: number;
};

/** One that is going on. */
export type Conversation = {
  /** Ends it once what has begun to write is done, for an agent that ends. */
  end(): Promise<void>;
};

/** Answers the requests of one command, one after the other, as long as it is connected; null where its answers could be others than ours. */
export function converse(
  connection: Socket,
  { place, variables, workingFolder }: CommandQuestion,
  secret: string,
  { environment, forCommand, log, patience }: ConversationDelegate,
): Conversation | null {
  const others = differing(variables, digestsOf(environment.env, secret));
  if (!isSamePlace(place, placeOf(environment)) || [...others].some(isClientVariable)) return null;
  let isOver = false;
  let lastBeat = 0;
  let hasBegun = false;
  let answering: Promise<void> = Promise.resolve();
  const { request } = forCommand({ workingFolder, differing: others, mayBegin });

  function say(sign: Sign): void {
    connection.write(`${JSON.stringify(sign)}\n`);
  }

  /** Who was held up for longer than a command waits is not waited for any more. */
  function mayBegin(): boolean {
    if (isOver || connection.destroyed || performance.now() - lastBeat > 3 * BEAT) return false;
    hasBegun = true;
    say({ begun: true });
    return true;
  }

  async function answer(line: string): Promise<void> {
    lastBeat = performance.now();
    connection.setTimeout(0);
    const beating = setInterval(() => {
      lastBeat = performance.now();
      connection.write('\n');
    }, BEAT);
    try {
      const { name, params } = JSON.parse(line) as Request;
      const value = await request(name, params);
      clearInterval(beating);
      await write(connection, { value });
    } catch (error) {
      log('error', `A command's request failed: ${describeError(error)}`);
      connection.destroy();
    } finally {
      clearInterval(beating);
      hasBegun = false;
      connection.setTimeout(patience);
    }
  }

  let text = '';
  connection.on('data', (chunk: string) => {
    const lines = `${text}${chunk}`.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) answering = answering.then(async () => answer(line));
  });
  connection.setTimeout(patience);
  connection.on('close', () => (isOver = true));
  say({ value: 'open' });
  return {
    async end() {
      isOver = true;
      if (hasBegun) await answering;
      connection.destroy();
    },
  };
}

async function write(connection: Socket, answer: Sign): Promise<void> {
  const giveWay = givingWay();
  for (const piece of jsonPieces(answer)) {
    if (connection.destroyed) return;
    if (!connection.write(piece)) await Promise.race([once(connection, 'drain'), once(connection, 'close')]);
    await giveWay();
  }
  connection.write('\n');
}
