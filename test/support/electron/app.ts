import type * as Electron from 'electron';
import { aPreventable, Emitter, modelled } from './model.ts';
import { world } from './world.ts';

const emitter = new Emitter();
const paths = new Map<string, string>();
let ready = Promise.withResolvers<void>();
let schemesRegistered = false;
let state: 'running' | 'quitting' | 'exited' = 'running';

world.onReset.push(() => {
  emitter.listeners.clear();
  paths.clear();
  ready = Promise.withResolvers();
  schemesRegistered = false;
  state = 'running';
});

/** What Electron does once the entry module was evaluated, and never before. */
export async function becomeReady(): Promise<void> {
  world.isReady = true;
  world.calls.push('ready');
  ready.resolve();
  await ready.promise;
}

export function appState(): typeof state {
  return state;
}

/** For fakes of other modules: events of the app, and schemes, which must be known before it is ready. */
export const appEvents = emitter;
export function registerSchemesOnce(): void {
  if (world.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  if (schemesRegistered) throw new Error('protocol.registerSchemesAsPrivileged should be called only once');
  schemesRegistered = true;
}

function quit(): void {
  world.calls.push('app.quit');
  if (state !== 'running') return;
  state = 'quitting';
  emitter.emit('before-quit', aPreventable());
  // A window that prevents its closing stops the quitting.
  if (!world.onQuit.every((close) => close())) {
    state = 'running';
    return;
  }
  const willQuit = aPreventable();
  emitter.emit('will-quit', willQuit);
  if (!willQuit.defaultPrevented) state = 'exited';
  // Native code goes on only when the microtasks of the event are done; until then it takes itself for quitting
  // and ignores another quit() (electron#33643).
  else setImmediate(() => (state = state === 'quitting' ? 'running' : state));
}

/** What the person who started the app gave, and what the app added: Chromium reads it when it gets ready. */
const commandLine = modelled('app.commandLine', {
  appendSwitch(name, value) {
    if (world.isReady) throw new Error('a switch that is appended after ready has no effect');
    world.calls.push(`app.commandLine.appendSwitch ${value === undefined ? name : `${name}=${value}`}`);
  },
  hasSwitch: (name) => world.switches.some((given) => given.split('=')[0] === name),
  getSwitchValue: (name) => world.switches.find((given) => given.startsWith(`${name}=`))?.slice(name.length + 1) ?? '',
} satisfies Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'>);

export const app = modelled('app', {
  on: emitter.on.bind(emitter),
  get isPackaged() {
    return world.isPackaged;
  },
  whenReady: () => ready.promise,
  commandLine: commandLine as Electron.CommandLine,
  enableSandbox() {
    if (world.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    if (world.switches.includes('no-sandbox'))
      throw new Error('every process of Chromium ends at once, again and again');
    world.calls.push('app.enableSandbox');
  },
  requestSingleInstanceLock() {
    world.calls.push('app.requestSingleInstanceLock');
    return world.hasLock;
  },
  setName(name) {
    world.calls.push(`app.setName ${name}`);
  },
  setPath(name, path) {
    if (world.isReady) throw new Error('setPath belongs before ready');
    world.calls.push(`app.setPath ${name}`);
    paths.set(name, path);
  },
  getPath: (name) => paths.get(name) ?? `/nowhere/${name}`,
  getVersion: () => '0.1.0',
  setAppUserModelId(id) {
    world.calls.push(`app.setAppUserModelId ${id}`);
  },
  quit,
  exit(code) {
    world.calls.push(`app.exit ${code ?? 0}`);
    state = 'exited';
  },
} satisfies Pick<
  typeof Electron.app,
  | 'on'
  | 'isPackaged'
  | 'whenReady'
  | 'commandLine'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setName'
  | 'setPath'
  | 'getPath'
  | 'getVersion'
  | 'setAppUserModelId'
  | 'quit'
  | 'exit'
>);
