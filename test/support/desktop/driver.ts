import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Debian's own Python, because the D-Bus bindings come with it. */
export const python = '/usr/bin/python3';
export const driverFile = path.join(import.meta.dirname, 'desktop.py');

/** The name that our notifications come with. */
const OURS = 'CodeArtifact Tray';

export type MenuEntry = {
  readonly kind: 'entry' | 'check' | 'separator';
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly items: readonly MenuEntry[];
};

export type TrayItem = {
  /** How many the process has: one. */
  readonly count: number;
  readonly status: string;
  readonly tooltip: string;
  readonly icons: readonly (readonly number[])[];
  readonly menu: readonly MenuEntry[];
};

/** A notification as the desktop was asked for it. */
export type Notified = {
  readonly pid: number;
  readonly app: string;
  readonly icon: string;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
  /** Milliseconds; 0 stays until it is closed, -1 leaves it to the desktop. */
  readonly timeout: number;
  /** The desktop's number, null until it has answered. */
  readonly id: number | null;
  /** What became of it: withdrawn by who asked for it, else closed by a person or by time. */
  readonly end: 'withdrawn' | 'closed' | null;
};

/** What happens to the icon in one go, faster than the tray can answer. */
type Step = { readonly click: 'Activate' | 'SecondaryActivate' } | { readonly labels: readonly string[] };

export type Driver = {
  /** The tray item of a process, null while it has none. */
  item(pid: number): Promise<TrayItem | null>;
  /** Chooses the menu's entry that begins so; more labels: in its submenu. */
  choose(pid: number, ...labels: readonly string[]): Promise<void>;
  /** Tells the item that it was clicked, as a panel does. */
  activate(pid: number): Promise<void>;
  send(pid: number, steps: readonly Step[]): Promise<void>;
  /** Everything that the process ever wanted to notify of. */
  notified(pid: number): readonly Notified[];
  /** Closes what a process that was killed has left on the screen. */
  dismissAll(): Promise<void>;
  /** Looks at one pixel of the screen until `coloursSeen` tells the colours that it took, in their order. */
  watchColour(x: number, y: number): Promise<void>;
  coloursSeen(): Promise<readonly string[]>;
  stop(): Promise<void>;
};

type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };
type NotifyEvent = Omit<Notified, 'id' | 'end'> & { readonly event: 'notify'; readonly serial: string };
type Event =
  | { readonly event: 'ready' }
  | NotifyEvent
  | { readonly event: 'shown'; readonly serial: string; readonly id: number }
  | { readonly event: 'withdrawn' | 'closed'; readonly id: number }
  | { readonly event: 'error'; readonly message: string };

/** Starts the helper that talks D-Bus. */
export async function startDriver(): Promise<Driver> {
  const child = spawn(python, [driverFile, 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const notifications: (Omit<Notified, 'id' | 'end'> & { serial: string; id: number | null; end: Notified['end'] })[] =
    [];
  let asked = 0;

  function answered({ id, value, error }: Answer): void {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(value);
    else caller?.reject(new Error(error));
  }
  function happened(event: Event): void {
    switch (event.event) {
      case 'ready':
        ready.resolve();
        break;
      case 'notify':
        notifications.push({ ...event, id: null, end: null });
        break;
      case 'shown':
        for (const one of notifications.filter(({ serial }) => serial === event.serial)) one.id = event.id;
        break;
      case 'withdrawn':
      case 'closed':
        // Withdrawing makes the desktop say that it is closed, too.
        for (const one of notifications) if (one.id === event.id) one.end ??= event.event;
        break;
      case 'error':
        console.error(`Notifications were not followed: ${event.message}`);
        break;
      default:
        event satisfies never;
    }
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    const document = JSON.parse(line) as Answer | Event;
    if ('event' in document) happened(document);
    else answered(document);
  });
  child.on('close', () => {
    const reason = new Error('The desktop driver ended');
    ready.reject(reason);
    for (const caller of waiting.values()) caller.reject(reason);
  });

  async function request(what: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = ++asked;
    const caller = Promise.withResolvers<unknown>();
    waiting.set(id, caller);
    child.stdin.write(`${JSON.stringify({ id, do: what, args })}\n`);
    return caller.promise;
  }
  await ready.promise;
  return {
    item: async (pid) => (await request('item', pid)) as TrayItem | null,
    choose: async (pid, ...labels) => void (await request('choose', pid, labels)),
    activate: async (pid) => void (await request('activate', pid)),
    send: async (pid, steps) => void (await request('send', pid, steps)),
    notified: (pid) => notifications.filter((one) => one.pid === pid),
    async dismissAll() {
      const left = notifications.filter(({ app, id, end }) => app === OURS && id !== null && end === null);
      for (const { id } of left) await request('dismiss', id);
    },
    watchColour: async (x, y) => void (await request('watchColour', x, y)),
    coloursSeen: async () => (await request('coloursSeen')) as readonly string[],
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
