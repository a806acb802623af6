import path from 'node:path';
import type { ClientName, Format } from '../../contract/names.ts';
import type { Result } from '../../contract/problem.ts';
import type { BindingOptions } from '../../contract/snapshot.ts';
import type { Environment } from '../../ports/host.ts';
import type { EntryPath } from '../editors/editor.ts';
import type { EditorName } from '../editors/table.ts';

/** Stands for the token in values that are planned, compared, shown or kept in the journal. */
export const TOKEN_SLOT = '⟦token⟧';

/** A value one config entry shall have; TOKEN_SLOT where the token goes. */
export type DesiredEntry = { readonly entry: EntryPath; readonly value: string };

/** One file a binding needs edited. */
export type Target = { readonly path: string; readonly editor: EditorName; readonly entries: readonly DesiredEntry[] };

/** What a client needs to know of a binding. */
export type ClientBinding = {
  /** Repository endpoint of the client's format, with a trailing slash. */
  readonly endpoint: string;
  readonly options: BindingOptions;
  /** Absolute folder of the project; null at user level. */
  readonly projectPath: string | null;
};

/** What a client may ask of the machine while it looks for its files. */
export type ClientContext = {
  readonly environment: Environment;
  exists(path: string): Promise<boolean>;
};

/** One package manager: where its files are and what goes into them. Adding a client is one of these and a row in the table. */
export type Client = {
  readonly name: ClientName;
  readonly format: Format;
  /** Options of a binding that this client understands. */
  readonly options: readonly (keyof BindingOptions)[];
  targets(binding: ClientBinding, context: ClientContext): Promise<Result<readonly Target[]>>;
  /** Variables that make the client use the repository without any file; TOKEN_SLOT where the token goes. */
  variables(binding: ClientBinding): Readonly<Record<string, string>>;
};

/** Path rules of the platform the files are for, so that every platform's locations can be tested on any. */
export function pathsOf(environment: Environment): path.PlatformPath {
  return environment.platform === 'win32' ? path.win32 : path.posix;
}
