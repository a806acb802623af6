import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A window that a person sees, in the screen's own pixels. */
export type ScreenWindow = {
  readonly id: string;
  readonly pid: number;
  readonly title: string;
  /** With the frame that the desktop puts around it. */
  readonly outer: Box;
  readonly isFramed: boolean;
  readonly isActive: boolean;
  readonly isMinimized: boolean;
  /** 0 is the lowest. */
  readonly level: number;
};

/** What is on the X screen now: the windows that the window manager shows, from the lowest to the highest. */
export async function windowsOnScreen(): Promise<readonly ScreenWindow[]> {
  const root = await say('xprop', '-root', '_NET_CLIENT_LIST_STACKING', '_NET_ACTIVE_WINDOW');
  const [stack = '', active = ''] = root.split('\n');
  const [activeId] = active.match(/0x[0-9a-f]+/) ?? [];
  const ids = stack.match(/0x[0-9a-f]+/g) ?? [];
  const windows = await Promise.all(ids.map(async (id, level) => describe(id, level, id === activeId)));
  return windows.filter((window) => window !== null);
}

/** Null when it went meanwhile. */
async function describe(id: string, level: number, isActive: boolean): Promise<ScreenWindow | null> {
  const names = ['_NET_WM_PID', 'WM_NAME', '_NET_WM_NAME', 'WM_STATE', '_NET_FRAME_EXTENTS'];
  try {
    const [properties, info] = await Promise.all([say('xprop', '-id', id, ...names), say('xwininfo', '-id', id)]);
    const value = (name: string): string => new RegExp(`^${name}\\(.*\\) = (.*)$`, 'm').exec(properties)?.[1] ?? '';
    const number = (name: string): number => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(info)?.[1]);
    const [left = 0, right = 0, top = 0, bottom = 0] = value('_NET_FRAME_EXTENTS').split(', ').map(Number);
    return {
      id,
      pid: Number(value('_NET_WM_PID')),
      // In the locale C, xprop writes what is not ASCII as octal bytes.
      title: Buffer.from(
        (value('_NET_WM_NAME') || value('WM_NAME'))
          .slice(1, -1)
          .replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8))),
        'latin1',
      ).toString(),
      outer: {
        x: number('Absolute upper-left X') - left,
        y: number('Absolute upper-left Y') - top,
        width: number('Width') + left + right,
        height: number('Height') + top + bottom,
      },
      isFramed: top > 0,
      isActive,
      isMinimized: properties.includes('window state: Iconic'),
      level,
    };
  } catch {
    return null;
  }
}

/** The part of the screen that panels leave. */
export async function workArea(): Promise<Box> {
  const [x = 0, y = 0, width = 0, height = 0] =
    (await say('xprop', '-root', '_NET_WORKAREA')).match(/\d+/g)?.map(Number) ?? [];
  return { x, y, width, height };
}

/** Where the panel of Xfce has its tray icons, while it has room for one only; null on other desktops. */
async function onlyTrayIcon(): Promise<Box | null> {
  const tree = await say('xwininfo', '-root', '-tree');
  // The panel's plug for all of them; each plug has a window of 10 × 10 besides, which nobody sees.
  const found = [...tree.matchAll(/"wrapper-2\.0":.*\)\s+(\d+)x(\d+)\+\S+\s+\+(\d+)\+(\d+)/g)]
    .map((match) => match.slice(1).map(Number))
    .find(([width = 0]) => width > 10);
  if (found === undefined) return null;
  const [width = 0, height = 0, x = 0, y = 0] = found;
  return width > 2 * height ? null : { x, y, width, height };
}

/** Moves the pointer to the tray icon and says whether it is known where that is. */
export async function pointAtTrayIcon(): Promise<boolean> {
  let icon = await onlyTrayIcon();
  for (;;) {
    if (icon === null) return false;
    // From elsewhere, because a panel reacts to a pointer only that it has seen coming.
    await pointAt({ x: icon.x, y: icon.y + 3 * icon.height });
    await pointAt(middle(icon));
    // An icon that has just gone, or come, moves the others.
    const now = await onlyTrayIcon();
    if (now?.x === icon.x && now.y === icon.y) return true;
    icon = now;
  }
}

export function middle({ x, y, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

export function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export async function pointAt({ x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await say('xdotool', 'mousemove', String(x), String(y));
}

export async function click(): Promise<void> {
  await say('xdotool', 'click', '1');
}

/** To whoever has the focus. */
export async function pressKey(key: string): Promise<void> {
  await say('xdotool', 'key', key);
}

/** Gives a window the focus, as a choice in the window list does. */
export async function activateWindow(id: string): Promise<void> {
  await say('xdotool', 'windowactivate', String(Number(id)));
}

export async function minimizeWindow(id: string): Promise<void> {
  await say('xdotool', 'windowminimize', String(Number(id)));
}

export async function raiseWindow(id: string): Promise<void> {
  await say('xdotool', 'windowraise', String(Number(id)));
}

/** The windows of the notifications that the desktop shows now. Xfce's only. */
export async function notificationWindows(): Promise<ReadonlySet<string>> {
  const ids = await say('xdotool', 'search', '--onlyvisible', '--class', 'xfce4-notifyd').catch(() => '');
  return new Set(ids.split('\n').filter((id) => id !== ''));
}

/** A notification that came after those; null when there is none. */
export async function notificationOnScreen(before: ReadonlySet<string>): Promise<Box | null> {
  const id = [...(await notificationWindows())].findLast((one) => !before.has(one));
  if (id === undefined) return null;
  const info = await say('xwininfo', '-id', id).catch(() => '');
  const number = (name: string): number => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(info)?.[1] ?? 0);
  const [x, y] = [number('Absolute upper-left X'), number('Absolute upper-left Y')];
  const box = { x, y, width: number('Width'), height: number('Height') };
  return box.width > 1 ? box : null;
}

/** Its only button, View: Xfce takes a click beside it for closing. */
export function viewButton({ x, y, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: x + width - 57, y: y + height - 31 };
}

async function say(command: string, ...args: readonly string[]): Promise<string> {
  return (await run(command, args, { env: { ...process.env, LC_ALL: 'C' } })).stdout;
}
