import type { HostActions } from '../../ports/host.ts';
import { isOpenable } from '../../ports/openable.ts';
import type { Io } from './io.ts';

/**
 * Opens pages in the person's browser; undefined where there is none to be seen: below SSH or on Linux without a desktop, and where
 * nobody sits at a terminal.
 */
export function terminalBrowser(io: Io): HostActions['openExternal'] | undefined {
  const { env, platform } = process;
  const hasDesktop = Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
  const isRemote = Boolean(env['SSH_CONNECTION'] ?? env['SSH_TTY']);
  const isWsl = env['WSL_DISTRO_NAME'] !== undefined;
  const isSeen = hasDesktop || (!isRemote && (platform !== 'linux' || isWsl));
  if (!process.stderr.isTTY || !isSeen) return undefined;
  return (url) => {
    if (isOpenable(url)) void open(io, url);
  };
}

async function open(io: Io, url: string): Promise<void> {
  try {
    const { default: openInBrowser } = await import('open');
    await openInBrowser(url);
  } catch {
    io.err('No browser could be opened: open the address yourself, or use --no-browser.');
  }
}
