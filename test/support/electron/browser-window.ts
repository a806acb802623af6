import type * as Electron from 'electron';
import { appEvents } from './app.ts';
import { aPreventable, Emitter, modelled, needsReady } from './model.ts';
import { world } from './world.ts';

let created: FakeWindow[] = [];
world.onReset.push(() => {
  created = [];
});

/** Every window opened so far. */
export function windows(): readonly FakeWindow[] {
  return created;
}

export class FakeContents
  extends Emitter
  implements
    Pick<
      Electron.WebContents,
      'send' | 'reload' | 'getURL' | 'isDestroyed' | 'isCrashed' | 'on' | 'once' | 'setWindowOpenHandler'
    >
{
  url = '';
  reloads = 0;
  destroyed = false;
  crashed = false;
  readonly received: { readonly channel: string; readonly message: unknown }[] = [];
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;

  constructor() {
    super();
    const self = modelled('webContents', this);
    appEvents.emit('web-contents-created', {}, self);
    return self;
  }
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
  send(channel: string, message: unknown): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    this.received.push({ channel, message: structuredClone(message) });
  }
  getURL = () => this.url;
  isDestroyed = () => this.destroyed;
  isCrashed = () => this.crashed;
  reload(): void {
    this.reloads += 1;
  }
}

type Modelled =
  | 'show'
  | 'hide'
  | 'focus'
  | 'restore'
  | 'isVisible'
  | 'isMinimized'
  | 'isDestroyed'
  | 'setPosition'
  | 'setVisibleOnAllWorkspaces'
  | 'loadURL'
  | 'on'
  | 'once';

export class FakeWindow extends Emitter implements Pick<Electron.BrowserWindow, Modelled> {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: FakeContents;
  readonly loaded: string[] = [];
  visible = false;
  minimized = false;
  focused = 0;
  position: readonly [number, number] | null = null;
  onAllWorkspaces: Electron.VisibleOnAllWorkspacesOptions | null = null;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    needsReady('BrowserWindow');
    world.calls.push('new BrowserWindow');
    this.options = options;
    this.webContents = new FakeContents();
    const self = modelled('BrowserWindow', this);
    created.push(self);
    return self;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.url = url;
  }
  show(): void {
    this.visible = true;
    this.emit('show');
  }
  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    this.emit('hide');
  }
  focus(): void {
    this.focused += 1;
  }
  restore(): void {
    this.minimized = false;
  }
  isVisible = () => this.visible;
  isMinimized = () => this.minimized;
  isDestroyed = () => this.webContents.destroyed;
  setPosition(x: number, y: number): void {
    if (!Number.isInteger(x) || !Number.isInteger(y)) throw new TypeError('Error processing argument');
    // Wayland lets no window place itself.
    if (world.platform !== 'linux') this.position = [x, y];
  }
  setVisibleOnAllWorkspaces(_visible: boolean, options: Electron.VisibleOnAllWorkspacesOptions = {}): void {
    this.onAllWorkspaces = options;
  }

  /** The person clicks the window's close button; without a listener that prevents it, the page is gone. */
  clickClose(): void {
    const event = aPreventable();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.visible = false;
    this.webContents.destroyed = true;
    this.emit('closed');
  }
}
