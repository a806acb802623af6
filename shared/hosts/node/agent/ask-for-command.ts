import { connect } from 'node:net';
import { failed, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import type { AgentNote } from './note.ts';
import { digestsOf, placeOf } from './place.ts';
import type { CommandQuestion, Envelope, Request, Sign } from './question.ts';

/** An agent that lives gives a sign of it five times as often. Milliseconds. */
const SILENCE = 1000;

export type AskedAgent = {
  /** What it answers; null where it has none, or went before it began to write: then the command works alone, and it is not asked again. */
  request(name: string, params: unknown): Promise<Result<unknown> | null>;
  close(): void;
};

/** Asks the agent that left this note, for a command with these variables; null unless it would answer as the command itself. */
export async function askForCommand(note: AgentNote, environment: Environment): Promise<AskedAgent | null> {
  const { version, socket, secret } = note;
  const connection = connect(socket);
  let heard: ((sign: Sign | null) => void) | null = null;
  let isOver = false;
  let text = '';
  const end = (): void => {
    isOver = true;
    connection.destroy();
    heard?.(null);
  };
  connection.setTimeout(SILENCE, () => {
    // Who was held up itself has what came meanwhile still to read.
    const { bytesRead } = connection;
    setImmediate(() => (connection.bytesRead === bytesRead ? end() : undefined));
  });
  connection.on('error', end).on('close', end);
  connection.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${text}${chunk}`.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line !== '') heard?.(signIn(line));
  });

  async function say(line: (Envelope & CommandQuestion) | Request): Promise<Result<unknown> | null> {
    if (isOver) return null;
    return new Promise((resolve) => {
      let hasBegun = false;
      heard = (sign) => {
        hasBegun ||= sign?.begun === true;
        if (sign?.begun === true) return;
        heard = null;
        if (sign === null && !isOver) end();
        resolve(sign === null && hasBegun ? failed(lost()) : ((sign?.value ?? null) as Result<unknown> | null));
      };
      connection.write(`${JSON.stringify(line)}\n`);
    });
  }

  const { workingFolder, env } = environment;
  const variables = digestsOf(env, secret);
  const open = await say({ ask: 'command', version, secret, place: placeOf(environment), variables, workingFolder });
  if (open === null) {
    end();
    return null;
  }
  return { request: async (name, params) => say({ name, params }), close: end };
}

function signIn(line: string): Sign | null {
  try {
    return JSON.parse(line) as Sign;
  } catch {
    return null;
  }
}

/** Whatever it did stays done, and a file is written whole or not at all. */
function lost(): Problem {
  return problemOf('unexpected', 'The agent that was writing for this command went away, or is held up.', {
    advice: 'See what is left to be done.',
    command: 'codeartifact-tray plan',
    retryable: true,
  });
}
