import type * as Electron from 'electron';
import { Emitter, modelled, needsReady } from './model.ts';
import { world } from './world.ts';

const power = new Emitter();
let dialogs: Electron.OpenDialogOptions[] = [];
let answerDialog: (() => void) | null = null;
world.onReset.push(() => {
  power.listeners.clear();
  dialogs = [];
  answerDialog = null;
});

export const powerMonitor = modelled('powerMonitor', {
  on: power.on.bind(power),
} satisfies Pick<typeof Electron.powerMonitor, 'on'>);

/** The machine sleeps, wakes up, is unlocked or shut down. */
export function machineSays(event: 'suspend' | 'resume' | 'unlock-screen' | 'shutdown'): void {
  power.emit(event);
}

export const net = modelled('net', {
  isOnline: () => world.isOnline,
} satisfies Pick<typeof Electron.net, 'isOnline'>);

const workArea = { x: 0, y: 24, width: 1440, height: 876 };

export const screen = modelled('screen', {
  getDisplayNearestPoint() {
    needsReady('screen');
    return { workArea } as Electron.Display;
  },
} satisfies Pick<typeof Electron.screen, 'getDisplayNearestPoint'>);

export const dialog = modelled('dialog', {
  async showOpenDialog(options: Electron.OpenDialogOptions): Promise<Electron.OpenDialogReturnValue> {
    dialogs.push(options);
    await new Promise<void>((resolve) => {
      answerDialog = resolve;
    });
    const { pickedFolder } = world;
    return { canceled: pickedFolder === null, filePaths: pickedFolder === null ? [] : [pickedFolder] };
  },
});

export function dialogsOpened(): readonly Electron.OpenDialogOptions[] {
  return dialogs;
}
/** The person chooses `world.pickedFolder`, or cancels. */
export function closeDialog(): void {
  answerDialog?.();
}
