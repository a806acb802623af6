import type { TrayIcon } from '../../../shared/view/tray/tray.ts';

/** File name of an icon: a template on macOS, by the taskbar's theme on Windows, one for all panels on Linux. */
export function iconFile(icon: TrayIcon, platform: NodeJS.Platform, isTaskbarDark: boolean): string {
  if (platform === 'darwin') return `${icon}Template.png`;
  if (platform === 'win32') return `${icon}-${isTaskbarDark ? 'dark' : 'light'}.ico`;
  return `${icon}.png`;
}
