import type { Finding } from '../../contract/doctor.ts';
import type { ClientName, Format } from '../../contract/names.ts';
import type { Result } from '../../contract/problem.ts';
import type { BindingOptions, ClientOption, Snippet } from '../../contract/snapshot.ts';
import type { Environment } from '../../ports/host.ts';
import type { EntryPath } from '../editors/editor.ts';
import type { EditorName } from '../editors/index.ts';

/** A value one config entry shall have; TOKEN_SLOT where the token goes. */
export type DesiredEntry = {
  readonly entry: EntryPath;
  readonly value: string;
  /** Values that do as well, such as what another tool writes: where one of them stands, it stays. */
  readonly accepts?: readonly string[];
  /**
   * How many leading elements of the path name something that its readers refuse without this entry, such as an object without its
   * `version`. When it is switched off, the entry stays as long as somebody else's stand in there.
   */
  readonly completes?: number | undefined;
};

/** One file a binding needs edited. */
export type Target = { readonly path: string; readonly editor: EditorName; readonly entries: readonly DesiredEntry[] };

/** What a client needs to know of a binding. */
export type ClientBinding = {
  /** Repository endpoint of the client's format, with a trailing slash. */
  readonly endpoint: string;
  readonly domain: string;
  /** Account of 12 digits. */
  readonly domainOwner: string;
  readonly repository: string;
  readonly options: BindingOptions;
  /** Absolute folder of the project; null at user level. */
  readonly projectPath: string | null;
};

/** What a client may ask of the machine while it looks for its files. */
export type ClientContext = {
  readonly environment: Environment;
  exists(path: string): Promise<boolean>;
  /** Text of a file, without a BOM; null when there is none or it can't be read. */
  read(path: string): Promise<string | null>;
};

/** What a client may ask besides when it looks for what is wrong. */
export type InspectContext = ClientContext & {
  /** False for a file that is not there or can't be read. */
  startsWithBom(path: string): Promise<boolean>;
};

/** One place that a client takes a setting from: a variable, or an entry of a file. */
export type Place =
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'entry'; readonly path: string; readonly editor: EditorName; readonly entry: EntryPath };

/**
 * Where a client looks for its registry and for the credential of ours, strongest first: it uses the first place of each list
 * that holds something. One place may be in both lists, such as a URL with a token in it.
 */
export type Lookup = {
  readonly registry: readonly Place[];
  readonly credential: readonly Place[];
  /** What the registry has to be where that is not the endpoint. */
  readonly expected?: string;
};

/** One package manager: where its files are and what goes into them. Adding a client is one of these and a row in the table. */
export type Client = {
  readonly name: ClientName;
  /** As its makers write it. */
  readonly title: string;
  /** Other names that `login --tool` takes for it. */
  readonly aliases?: readonly string[];
  readonly format: Format;
  /** Names of the variables by which it finds files, registries and credentials; whoever starts it or us has to pass them on. */
  readonly reads: RegExp;
  readonly options?: readonly ClientOption[];
  /** What a binding takes over within the client: `default registry`, `@team`. */
  reach(binding: ClientBinding): string;
  targets(binding: ClientBinding, context: ClientContext): Promise<Result<readonly Target[]>>;
  lookup(binding: ClientBinding, context: ClientContext): Promise<Lookup>;
  /** What keeps the client from using our lines although they are there: what can't be told from the values of `lookup`. */
  inspect?(binding: ClientBinding, context: InspectContext): Promise<readonly Finding[]>;
  /** Variables that make the client use the repository without any file; TOKEN_SLOT where the token goes. */
  variables(binding: ClientBinding): Readonly<Record<string, string>>;
  /** Text for files that are the person's to write, such as build scripts. */
  snippets?(binding: ClientBinding): readonly Snippet[];
};
