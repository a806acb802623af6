import type * as Electron from 'electron';
import { Emitter, modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

const power = new Emitter();
/** A folder dialog that was opened, and the window that it belongs to. */
type FakeDialog = Electron.OpenDialogOptions & { readonly parent: Electron.BaseWindow | null };

let dialogs: FakeDialog[] = [];
let boxes: (readonly [string, string])[] = [];
let answerDialog: (() => void) | null = null;
world.onReset.push(() => {
  power.listeners.clear();
  dialogs = [];
  boxes = [];
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

function display(): Electron.Display {
  needsReady('screen');
  const { workArea } = world;
  return { workArea: { ...workArea } } as Electron.Display;
}

export const screen = modelled('screen', {
  getDisplayNearestPoint: display,
  getPrimaryDisplay: display,
  getCursorScreenPoint() {
    if (world.isWayland) refuse('screen.getCursorScreenPoint on Wayland');
    return { ...world.cursor };
  },
} satisfies Pick<typeof Electron.screen, 'getDisplayNearestPoint' | 'getPrimaryDisplay' | 'getCursorScreenPoint'>);

export const dialog = modelled('dialog', {
  showErrorBox(title: string, content: string): void {
    needsReady('dialog.showErrorBox, which only prints before,');
    world.calls.push('dialog.showErrorBox');
    boxes.push([title, content]);
  },
  async showOpenDialog(
    ...args: [Electron.BaseWindow, Electron.OpenDialogOptions] | [Electron.OpenDialogOptions]
  ): Promise<Electron.OpenDialogReturnValue> {
    const [parent, options] = args.length === 2 ? args : [null, ...args];
    dialogs.push({ parent, ...options });
    await new Promise<void>((resolve) => {
      answerDialog = resolve;
    });
    const { pickedFolder } = world;
    return { canceled: pickedFolder === null, filePaths: pickedFolder === null ? [] : [pickedFolder] };
  },
});

/** Title and text of each error box. */
export function errorBoxes(): readonly (readonly [string, string])[] {
  return boxes;
}
export function dialogsOpened(): readonly FakeDialog[] {
  return dialogs;
}
/** The person chooses `world.pickedFolder`, or cancels. */
export function closeDialog(): void {
  answerDialog?.();
}
