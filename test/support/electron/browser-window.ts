import type * as Electron from 'electron';
import { appEvents } from './app.ts';
import { aPreventable, Emitter, modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

let created: FakeWindow[] = [];
world.onReset.push(() => {
  created = [];
});
world.onQuit.push(() => {
  for (const window of created.filter((candidate) => !candidate.isDestroyed())) window.clickClose();
  return created.every((window) => window.isDestroyed());
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
    this.crashed = false;
    this.reloads += 1;
  }
}

type Modelled =
  | 'show'
  | 'hide'
  | 'focus'
  | 'restore'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isDestroyed'
  | 'moveTop'
  | 'setBackgroundColor'
  | 'setBounds'
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
  focused = false;
  /** How often it was put above all others. */
  raised = 0;
  painted = false;
  hiddenBeforeFirstFrame = false;
  background: string | undefined;
  bounds: Partial<Electron.Rectangle> | null = null;
  onAllWorkspaces: Electron.VisibleOnAllWorkspacesOptions | null = null;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    needsReady('BrowserWindow');
    world.calls.push('new BrowserWindow');
    this.options = options;
    this.background = options.backgroundColor;
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
    this.hiddenBeforeFirstFrame = false;
    if (!this.visible) {
      this.visible = true;
      this.emit('show');
    }
    this.focus();
  }
  hide(): void {
    // A page that is hidden before its first frame draws none until it is shown (electron#24855).
    if (!this.painted) this.hiddenBeforeFirstFrame = true;
    if (!this.visible) return;
    // Seen in Electron 25 under X11: the focus goes after it.
    this.visible = false;
    this.loseFocus();
    this.emit('hide');
  }
  focus(): void {
    if (this.focused || !this.visible) return;
    for (const other of created) other.loseFocus();
    this.focused = true;
    this.emit('focus');
  }
  moveTop(): void {
    if (world.platform === 'linux' && world.isWayland) refuse('BrowserWindow.moveTop on Wayland');
    this.raised += 1;
  }
  restore(): void {
    this.minimized = false;
  }
  isVisible = () => this.visible;
  isFocused = () => this.focused;
  isMinimized = () => this.minimized;
  isDestroyed = () => this.webContents.destroyed;
  setBackgroundColor(colour: string): void {
    this.background = colour;
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    if (!Object.values(bounds).every((value) => Number.isInteger(value)))
      throw new TypeError('Error processing argument');
    // Wayland lets no window place itself.
    if (!world.isWayland) this.bounds = bounds;
  }
  setVisibleOnAllWorkspaces(_visible: boolean, options: Electron.VisibleOnAllWorkspacesOptions = {}): void {
    this.onAllWorkspaces = options;
  }

  /** Chromium has the page's first frame; it never comes to a window that was hidden before. */
  paint(): void {
    if (this.painted || this.hiddenBeforeFirstFrame) return;
    this.painted = true;
    this.emit('ready-to-show');
  }
  /** The person goes on elsewhere. */
  loseFocus(): void {
    if (!this.focused) return;
    this.focused = false;
    this.emit('blur');
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
