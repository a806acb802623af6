import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installPackages } from './prepare-machine.ts';

/** What a desktop is made of, and what Debian's packages for it are called. */
const PROGRAMS = ['Xvfb', 'dbus-daemon', 'xfwm4', 'xfce4-panel', 'xdotool', 'xprop', 'xwininfo', 'xev'];
const PACKAGES =
  'xvfb dbus xfwm4 xfce4-panel xfce4-notifyd xfconf adwaita-icon-theme fonts-noto-core python3-dbus python3-gi xdotool x11-utils libgtk-3-0 libnss3 libasound2 libgbm1'.split(
    ' ',
  );
const driver = path.resolve(import.meta.dirname, '../test/support/desktop/desktop.py');

/** A panel at the top with nothing but a window list and tray icons. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`;

export type OwnDesktop = {
  /** What programs on it have to know. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
};

/** Xfce on a virtual screen with a bus of its own (Linux); a sentence when that can't be had. */
export async function openOwnDesktop(): Promise<OwnDesktop | string> {
  if (missing().length > 0) installPackages(PACKAGES, `A virtual desktop needs the packages ${PACKAGES.join(' ')}.`);
  const lacks = missing();
  if (lacks.length > 0) return `there is no display, and for a virtual one ${lacks.join(', ')} can’t be found`;

  const home = mkdtempSync(path.join(tmpdir(), 'codeartifact-tray-desktop-'));
  const channels = path.join(home, '.config/xfce4/xfconf/xfce-perchannel-xml');
  mkdirSync(channels, { recursive: true });
  writeFileSync(path.join(channels, 'xfce4-panel.xml'), PANEL);
  const log = openSync(path.join(home, 'log.txt'), 'a');
  const ends: (() => void)[] = [() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })];
  const close = (): void => {
    for (const end of ends.splice(0).toReversed()) end();
  };

  /** Starts a part of the desktop; one that says where it is does so on its fourth descriptor. */
  async function launch(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    says = false,
  ): Promise<string> {
    const child = spawn(command, args, {
      stdio: ['ignore', log, log, says ? 'pipe' : 'ignore'],
      env: { PATH: process.env['PATH'], HOME: home, NO_AT_BRIDGE: '1', ...env },
    });
    ends.push(() => void child.kill());
    const place = child.stdio[3];
    if (!says || place === null || place === undefined) return '';
    return new Promise((resolve) => {
      place.once('data', (text: Buffer) => resolve(text.toString('utf8').trim()));
      child.once('exit', () => resolve(''));
    });
  }

  const screen = await launch('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {}, true);
  const bus = await launch('dbus-daemon', ['--session', '--nofork', '--print-address=3'], {}, true);
  const env = {
    DISPLAY: `:${screen}`,
    DBUS_SESSION_BUS_ADDRESS: bus,
    XDG_RUNTIME_DIR: home,
    XDG_CURRENT_DESKTOP: 'XFCE',
    XDG_SESSION_TYPE: 'x11',
    WAYLAND_DISPLAY: '',
  };
  await launch('xfwm4', ['--compositor=off'], env);
  await launch(notificationDaemon() ?? '', [], env);
  await launch('xfce4-panel', [], env);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const lack = spawnSync('/usr/bin/python3', [driver, 'check'], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    if (lack.status === 0 && lack.stdout === '') return { env, close };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  close();
  return 'there is no display, and a virtual desktop did not come up';
}

function missing(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const programs = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  const daemon = notificationDaemon() === null ? ['xfce4-notifyd'] : [];
  const python = spawnSync('/usr/bin/python3', ['-c', 'import dbus, gi'], { stdio: 'ignore' }).status === 0;
  return [...programs, ...daemon, ...(python ? [] : ['python3-dbus'])];
}

function notificationDaemon(): string | null {
  return globSync('/usr/lib/{*/,}xfce4/notifyd/xfce4-notifyd')[0] ?? null;
}
