import type { CommandLine } from 'electron';

/** The demo leaves nothing behind, but Chromium puts a key for its cookies into the system's key store. Before ready. */
export function keepOutOfKeyStore(commandLine: Pick<CommandLine, 'appendSwitch'>, platform: NodeJS.Platform): void {
  if (platform === 'linux') commandLine.appendSwitch('password-store', 'basic');
  if (platform === 'darwin') commandLine.appendSwitch('use-mock-keychain');
}
