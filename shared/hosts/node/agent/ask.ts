import { connect } from 'node:net';
import type { AgentNote } from './note.ts';
import type { Answer, TokenQuestion } from './question.ts';

/** Asks the agent that left this note; null when it has no answer, or none within this many milliseconds. */
export async function askAgent<Value>(
  { version, socket, secret }: AgentNote,
  question: TokenQuestion | { readonly ask: 'status' },
  patience: number,
): Promise<Value | null> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    let answer = '';
    const finish = (value: Value | null) => {
      clearTimeout(timer);
      connection.destroy();
      resolve(value);
    };
    const timer = setTimeout(() => finish(null), patience);
    connection.setEncoding('utf8');
    connection.on('data', (text: string) => (answer += text));
    connection.on('error', () => finish(null));
    connection.on('end', () => finish(valueIn(answer) as Value | null));
    connection.write(`${JSON.stringify({ ...question, version, secret })}\n`);
  });
}

function valueIn(answer: string): unknown {
  try {
    return (JSON.parse(answer) as Answer<unknown>).value;
  } catch {
    return null;
  }
}
