import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isPrivate } from '../own-folder.ts';

/** What an agent leaves in the state folder for those who want to ask it. */
export type AgentNote = {
  /** Of the app: another version is not asked. */
  readonly version: string;
  /** Path of the socket, or name of the pipe. */
  readonly socket: string;
  /** Who can read it may ask: Node can't tell whose process is at the other end of a socket. */
  readonly secret: string;
};

/** Of the agent alone, 0700. */
export function agentFolderOf(stateFolder: string): string {
  return path.join(stateFolder, 'agent');
}

export function notePathOf(stateFolder: string): string {
  return path.join(agentFolderOf(stateFolder), 'agent.json');
}

/** Null where there is none, and where another user could have left it or the socket. */
export function readNote(stateFolder: string): AgentNote | null {
  const file = notePathOf(stateFolder);
  if (!isPrivate(path.dirname(file), (stats) => stats.isDirectory())) return null;
  if (!isPrivate(file, (stats) => stats.isFile())) return null;
  const note = parsed(file);
  if (note === null || process.platform === 'win32') return note;
  const { socket } = note;
  const isSafe =
    isPrivate(path.dirname(socket), (stats) => stats.isDirectory()) && isPrivate(socket, (stats) => stats.isSocket());
  return isSafe ? note : null;
}

function parsed(file: string): AgentNote | null {
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<keyof AgentNote, unknown>> | null;
    const { version, socket, secret } = note ?? {};
    const isWhole = typeof version === 'string' && typeof socket === 'string' && typeof secret === 'string';
    return isWhole ? { version, socket, secret } : null;
  } catch {
    return null;
  }
}
