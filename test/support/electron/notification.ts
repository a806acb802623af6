import type * as Electron from 'electron';
import { Emitter, modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

// Electron holds a notification weakly: one that nobody keeps is collected, and its clicks go nowhere.
let shown: WeakRef<FakeNotification>[] = [];
let removed: string[] = [];
let activation: ((details: never) => void) | null = null;
world.onReset.push(() => {
  shown = [];
  removed = [];
  activation = null;
});

/** Notifications on the screen, in the order of showing. */
export function notificationsShown(): readonly FakeNotification[] {
  return shown.flatMap((reference) => reference.deref() ?? []);
}
/** Ids withdrawn from the Notification Centre. */
export function notificationsRemoved(): readonly string[] {
  return removed;
}
/** A click in the Action Centre on something whose object is long gone. */
export function activateFromActionCentre(): void {
  activation?.({ type: 'click' } as never);
}

export class FakeNotification extends Emitter implements Pick<Electron.Notification, 'on' | 'show' | 'close'> {
  static isSupported(): boolean {
    return true;
  }
  static handleActivation(callback: (details: Electron.ActivationArguments) => void): void {
    if (world.platform !== 'win32') refuse('Notification.handleActivation outside of Windows');
    activation = callback;
  }
  static remove(id: string | string[]): void {
    if (world.platform !== 'darwin') refuse('Notification.remove outside of macOS');
    removed.push(...[id].flat());
  }
  readonly options: Electron.NotificationConstructorOptions;
  isClosed = false;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    needsReady('Notification');
    this.options = options;
    return modelled('Notification', this);
  }
  /** Nothing happens before this. */
  show(): void {
    if (world.isSigned) shown.push(new WeakRef(this));
    else this.emit('failed', {}, 'the app is not signed');
  }
  close(): void {
    this.isClosed = true;
    shown = shown.filter((other) => other.deref() !== this);
    this.emit('close', { reason: 'applicationHidden' });
  }
}
