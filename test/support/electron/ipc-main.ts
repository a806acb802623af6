import type * as Electron from 'electron';
import { Emitter, modelled } from './model.ts';
import { world } from './world.ts';

type Handler = Parameters<typeof Electron.ipcMain.handle>[1];
type Frame = { readonly parent: object | null; readonly origin: string };

const emitter = new Emitter();
const handlers = new Map<string, Handler>();

world.onReset.push(() => {
  emitter.listeners.clear();
  handlers.clear();
});

export const ipcMain = modelled('ipcMain', {
  on: emitter.on.bind(emitter),
  removeAllListeners: (channel) => emitter.removeAllListeners(channel ?? ''),
  handle(channel, listener) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, listener);
  },
  removeHandler: (channel) => void handlers.delete(channel),
} satisfies Pick<typeof Electron.ipcMain, 'on' | 'removeAllListeners' | 'handle' | 'removeHandler'>);

/** Channels with a plain listener or a handler. */
export function ipcChannels(): readonly string[] {
  return [...handlers.keys(), ...emitter.listeners.keys()].sort();
}

/** ipcRenderer.invoke of a page: everything is cloned, the frame is gone after the first await, errors keep their message alone. */
export async function invokeFrom(
  sender: unknown,
  frame: Frame | null,
  channel: string,
  ...args: readonly unknown[]
): Promise<unknown> {
  const handler = handlers.get(channel);
  if (handler === undefined) throw new Error(`Error invoking remote method '${channel}': no handler registered`);
  let senderFrame = frame;
  const event = {
    type: 'frame',
    sender,
    get senderFrame() {
      return senderFrame;
    },
  };
  let failure: unknown;
  try {
    const answer: unknown = handler(event as never, ...structuredClone(args));
    senderFrame = null;
    return structuredClone(await answer);
  } catch (error) {
    failure = error;
  }
  throw new Error(`Error invoking remote method '${channel}': ${String(failure)}`);
}
