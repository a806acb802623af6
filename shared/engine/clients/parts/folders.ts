import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';

/** Path rules of the platform the files are for, so that every platform's locations can be tested on any. */
export function pathsOf(environment: Environment): path.PlatformPath {
  return environment.platform === 'win32' ? path.win32 : path.posix;
}

/** A variable that says something; an empty one counts as unset. */
export function variableOf({ env }: Environment, name: string): string | null {
  const value = env[name];
  return value === undefined || value === '' ? null : value;
}

/** The same for programs that read names in any case; of several spellings the last one that says something counts. */
export function variableInAnyCase({ env }: Environment, name: string): string | null {
  const wanted = name.toLowerCase();
  return Object.entries(env).findLast(([key, value]) => key.toLowerCase() === wanted && value)?.[1] ?? null;
}

/** The absolute path that a variable names: a relative one is taken from the working folder, as programs do. */
export function pathInVariable(environment: Environment, name: string): string | null {
  const value = variableOf(environment, name);
  return value === null ? null : pathsOf(environment).resolve(value);
}

/** A path below the home folder. */
export function inHome(environment: Environment, ...names: readonly string[]): string {
  return pathsOf(environment).join(environment.home, ...names);
}

/** `$XDG_CONFIG_HOME`, else `~/.config`, for programs that pass over a relative one, as its specification asks them to. */
export function xdgConfig(environment: Environment): string {
  const named = variableOf(environment, 'XDG_CONFIG_HOME');
  return named !== null && pathsOf(environment).isAbsolute(named) ? named : inHome(environment, '.config');
}

/** The same for programs that take a relative one from the working folder. */
export function xdgConfigAsGiven(environment: Environment): string {
  return pathInVariable(environment, 'XDG_CONFIG_HOME') ?? inHome(environment, '.config');
}

/** `$XDG_DATA_HOME`, from the working folder if it is relative, else `~/.local/share`. */
export function xdgData(environment: Environment): string {
  return pathInVariable(environment, 'XDG_DATA_HOME') ?? inHome(environment, '.local', 'share');
}

/** `%APPDATA%`: where programs on Windows keep the settings that follow a person from machine to machine. */
export function roaming(environment: Environment): string {
  return variableOf(environment, 'APPDATA') ?? inHome(environment, 'AppData', 'Roaming');
}

/** `%LOCALAPPDATA%`: the settings that stay on the machine. */
export function local(environment: Environment): string {
  return variableOf(environment, 'LOCALAPPDATA') ?? inHome(environment, 'AppData', 'Local');
}

/** What most programs take for a user's settings folder; `onWindows` is one of the two there. */
export function settingsFolder(environment: Environment, onWindows: typeof roaming): string {
  if (environment.platform === 'win32') return onWindows(environment);
  return environment.platform === 'darwin' ? applicationSupport(environment) : xdgConfigAsGiven(environment);
}

export function applicationSupport(environment: Environment): string {
  return inHome(environment, 'Library', 'Application Support');
}

export function applicationPreferences(environment: Environment): string {
  return inHome(environment, 'Library', 'Preferences');
}
