import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { describeError } from '../../../engine/secrets/describe-error.ts';
import { hideFromGit } from '../../../engine/state/state-folder.ts';
import type { Environment, Log } from '../../../ports/host.ts';
import { isPrivate } from '../own-folder.ts';
import { version } from '../version.ts';
import { askAgent } from './ask.ts';
import { converse } from './converse.ts';
import type { Conversation } from './converse.ts';
import { agentFolderOf, notePathOf, readNote } from './note.ts';
import type { AgentNote } from './note.ts';
import { isSameRegion, whereabouts } from './question.ts';
import type { Answer, CommandQuestion, KeptToken, Question, TokenQuestion } from './question.ts';

export type AgentDelegate = {
  readonly environment: Environment;
  readonly engine: Pick<Engine, 'forCommand'> & { readonly terminal: Pick<Engine['terminal'], 'keptToken'> };
  readonly log: Log;
};

/** Paths of sockets end there on macOS, and 4 bytes later on Linux. Bytes. */
const LONGEST_PATH = 103;
/** Many times what a question takes, in which each variable has some fifty. Characters. */
const LONGEST_QUESTION = 256 * 1024;
/** Any process of this user can connect: who does not ask soon is dropped. Milliseconds. */
const PATIENCE = 5000;
const MOST_CONNECTIONS = 64;
/** How long another agent may take to say that it lives; how often it is looked whether it still does. Milliseconds. */
const SIGN_OF_LIFE = 1000;
const LOOK = 60_000;

const SOCKET = /^[0-9a-f]{16}\.sock$/u;
const FOLDER_ELSEWHERE = 'codeartifact-tray-agent-';

/**
 * Answers commands of this user over a socket, as long as no other agent of the state folder does; the returned function ends it.
 * Without one, which a disk that is full is enough for, commands work alone.
 */
export async function answerCommands(delegate: AgentDelegate): Promise<() => Promise<void>> {
  const { environment, log } = delegate;
  const { stateFolder } = environment;
  let own: { readonly note: AgentNote; readonly server: Server } | null = null;
  const conversations = new Set<Conversation>();
  let isOver = false;

  async function look(): Promise<void> {
    try {
      const note = readNote(stateFolder);
      if (own !== null && note?.secret === own.note.secret) return;
      const another = note === null ? null : await askAgent<string>(note, { ask: 'status' }, SIGN_OF_LIFE);
      // Whoever left its note later is the one who is asked.
      if (another !== null || isOver) return await close();
      if (own === null) await open();
      else publish(stateFolder, own.note);
    } catch (error) {
      log('warn', `Commands can't ask this agent and work alone: ${describeError(error)}`);
    }
  }

  async function open(): Promise<void> {
    await mkdirPrivate(stateFolder);
    tidy(stateFolder);
    const note = { version, socket: socketPath(stateFolder), secret: randomBytes(32).toString('hex') };
    const server = await listen(note, delegate, conversations);
    own = { note, server };
    publish(stateFolder, note);
  }

  async function close(): Promise<void> {
    if (own === null) return;
    const { note, server } = own;
    own = null;
    if (readNote(stateFolder)?.secret === note.secret) rmSync(notePathOf(stateFolder), { force: true });
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await Promise.all([...conversations].map(async ({ end }) => end()));
    await closed;
    removeSocket(stateFolder, note.socket);
  }

  await look();
  const looking = setInterval(() => void look(), LOOK);
  looking.unref();
  return async () => {
    isOver = true;
    clearInterval(looking);
    await close().catch(() => undefined);
  };
}

async function listen(note: AgentNote, delegate: AgentDelegate, conversations: Set<Conversation>): Promise<Server> {
  const server = createServer((connection) => serve(connection, note, delegate, conversations));
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(note.socket, resolve);
  });
  server.on('error', (error) => delegate.log('warn', `The agent's socket: ${describeError(error)}`));
  // Nobody else gets into its folder; this is for whoever looks at the socket alone.
  if (process.platform !== 'win32') chmodSync(note.socket, 0o600);
  return server;
}

function serve(connection: Socket, note: AgentNote, delegate: AgentDelegate, conversations: Set<Conversation>): void {
  let text = '';
  connection.setTimeout(PATIENCE, () => connection.destroy());
  connection.on('error', () => connection.destroy());
  connection.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end === -1 && text.length <= LONGEST_QUESTION) return;
    connection.removeAllListeners('data').setTimeout(0);
    const question = end === -1 ? null : questionIn(text.slice(0, end), note);
    if (question === null) connection.destroy();
    else if (question.ask === 'command') talk(connection, question, note, delegate, conversations);
    else void reply(connection, question, delegate);
  });
}

function talk(
  connection: Socket,
  question: Question & CommandQuestion,
  note: AgentNote,
  { environment, engine, log }: AgentDelegate,
  conversations: Set<Conversation>,
): void {
  const delegate = { environment, forCommand: engine.forCommand, log, patience: PATIENCE };
  const conversation = question.version === version ? converse(connection, question, note.secret, delegate) : null;
  if (conversation === null) {
    connection.end('{"value":null}\n');
    return;
  }
  conversations.add(conversation);
  connection.on('close', () => conversations.delete(conversation));
}

/** Null for what is none, and for one of somebody who doesn't know the secret. */
function questionIn(line: string, { secret }: AgentNote): Question | null {
  try {
    const question = JSON.parse(line) as Question;
    if (typeof question.secret !== 'string') return null;
    const [given, wanted] = [Buffer.from(question.secret), Buffer.from(secret)];
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? question : null;
  } catch {
    return null;
  }
}

async function reply(connection: Socket, question: Question, delegate: AgentDelegate): Promise<void> {
  let answer: Answer<unknown>;
  try {
    answer = { value: await valueOf(question, delegate) };
  } catch (error) {
    delegate.log('error', `A command's question failed: ${describeError(error)}`);
    answer = { value: null };
  }
  connection.end(JSON.stringify(answer));
}

async function valueOf(question: Question, delegate: AgentDelegate): Promise<unknown> {
  if (question.ask === 'status') return version;
  return question.version === version && question.ask === 'token' ? keptToken(question, delegate) : null;
}

async function keptToken(
  { profile, domain, domainOwner, region, whereabouts: asked }: TokenQuestion,
  { environment, engine }: AgentDelegate,
): Promise<KeptToken | null> {
  if (region === undefined && !isSameRegion(asked, whereabouts(environment.env))) return null;
  return engine.terminal.keptToken({ profile, domain, domainOwner, region });
}

async function mkdirPrivate(stateFolder: string): Promise<void> {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  await hideFromGit(stateFolder);
  const folder = agentFolderOf(stateFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isPrivate(folder, (stats) => stats.isDirectory())) throw new Error(`Others can get at ${folder}`);
}

/** What one that was killed has left behind. */
function tidy(stateFolder: string): void {
  const left = readNote(stateFolder);
  if (left !== null) removeSocket(stateFolder, left.socket);
  const folder = agentFolderOf(stateFolder);
  for (const name of readdirSync(folder)) if (SOCKET.test(name)) rmSync(path.join(folder, name), { force: true });
}

function removeSocket(stateFolder: string, socket: string): void {
  if (process.platform === 'win32') return;
  const folder = path.dirname(socket);
  if (folder === agentFolderOf(stateFolder)) rmSync(socket, { force: true });
  else if (path.basename(folder).startsWith(FOLDER_ELSEWHERE)) rmSync(folder, { recursive: true, force: true });
}

/** In the state folder, or where that is too deep, in a new folder of this user's. */
function socketPath(stateFolder: string): string {
  const name = `${randomBytes(8).toString('hex')}.sock`;
  if (process.platform === 'win32') return String.raw`\\.\pipe\codeartifact-tray-${randomBytes(16).toString('hex')}`;
  const usual = path.join(agentFolderOf(stateFolder), name);
  if (Buffer.byteLength(usual) <= LONGEST_PATH) return usual;
  const base = process.env['XDG_RUNTIME_DIR'] ?? '';
  return path.join(mkdtempSync(path.join(path.isAbsolute(base) ? base : tmpdir(), FOLDER_ELSEWHERE)), name);
}

function publish(stateFolder: string, note: AgentNote): void {
  const file = notePathOf(stateFolder);
  writeFileSync(`${file}.new`, JSON.stringify(note), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
