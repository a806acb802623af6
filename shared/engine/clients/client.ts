import type { Finding } from '../../contract/doctor.ts';
import type { ClientName, Format } from '../../contract/names.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { BindingOptions, ClientOption, Snippet } from '../../contract/snapshot.ts';
import type { Environment } from '../../ports/host.ts';
import type { EditorName } from '../editors/index.ts';
import type { ReferenceForm } from '../editors/text/env-reference.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import type { FolderFound } from '../files/folders-below.ts';
import type { ClientErrors } from './error-text.ts';

/** Forms of references to variables that a client fills in, by the format of the file. */
export type References = Readonly<Partial<Record<EditorName, readonly ReferenceForm[]>>>;

/** A value one config entry shall have; TOKEN_SLOT where the token goes. */
export type DesiredEntry = {
  readonly entry: EntryPath;
  readonly value: string;
  /** Values that do as well, such as what another tool writes: where one of them stands, it stays. */
  readonly equivalents?: readonly string[];
  /**
   * How many leading elements of the path name something that its readers refuse without this entry, such as an object without its
   * `version`. When it is switched off, the entry stays as long as somebody else's stand in there.
   */
  readonly requiredBy?: number | undefined;
};

/** One file a binding needs edited. */
export type Target = { readonly path: string; readonly editor: EditorName; readonly entries: readonly DesiredEntry[] };

/** What a client needs to know of a binding. */
export type ClientBinding = {
  /** Who gets the token, for commands that are named; left out where that is not known. */
  readonly profile?: string;
  readonly region?: string;
  /** Repository endpoint of the client's format, with a trailing slash. */
  readonly endpoint: string;
  readonly domain: string;
  /** Account of 12 digits. */
  readonly domainOwner: string;
  readonly repository: string;
  readonly options: BindingOptions;
  /** Absolute folder of the project; null at user level. */
  readonly projectPath: string | null;
  /** True for one that no file is written for: its variables are all there is. */
  readonly execOnly?: true;
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
  /** Milliseconds since 1970. */
  readonly now: number;
  /** False for a file that is not there or can't be read. */
  startsWithBom(path: string): Promise<boolean>;
  /** A folder and those below it with the names in them, the nearest first, as far as `LOOK_BELOW` goes. */
  below(folder: string): Promise<readonly FolderFound[]>;
  /** What `parse` makes of a file's text, once for all bindings that ask; null where `read` gives null. */
  parsed<T>(path: string, parse: (text: string) => T): Promise<T | null>;
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

/** What it is called, and what a binding of it can be told. */
type ClientIdentity = {
  readonly name: ClientName;
  /** As its makers write it. */
  readonly title: string;
  /** Other names that `login --tool` takes for it. */
  readonly aliases?: readonly string[];
  readonly format: Format;
  readonly options?: readonly ClientOption[];
  /** Why a value that fits an option's pattern can't be used all the same, as what follows the value in a sentence. */
  optionFault?(name: string, value: string): string | null;
  /** What a binding takes over within the client: `default registry`, `@team`. */
  scopeText(binding: ClientBinding): string;
};

/** Why a binding can't be brought about; `remedy` where the same one can: at user level, or in another folder. */
export type Refusal = Problem & { readonly remedy?: 'userLevel' | { readonly project: string } };

/** What is written, and what moves or refers to it. */
type ClientFiles = {
  /** Names of the variables by which it finds files, registries and credentials; whoever starts it or us has to pass them on. */
  readonly ownVariables: RegExp;
  /** How its files refer to variables, by format: in those left out it fills in none. Values that are references are left alone. */
  readonly references?: References;
  /** Files to edit, in the order they are shown; a problem where the binding can't be brought about. */
  targets(binding: ClientBinding, context: ClientContext): Promise<Result<readonly Target[], Refusal>>;
  /**
   * What was left out of the options of a new binding, as its files say it already: the name under which the repository's URL stands
   * there, so that it does not come to stand there twice. What the client's options don't take is dropped.
   */
  optionsInUse?(binding: ClientBinding, context: ClientContext): Promise<BindingOptions>;
};

/** What has a client take settings from the folder that it is started in. */
export type StartedIn = {
  /** Files or folders, one of which is there. */
  readonly names: readonly string[];
  /** Whether it takes those of all folders above as well, rather than of the nearest one. */
  readonly above: boolean;
};

/** What leads a credential elsewhere; `sendsTo` where the token itself goes there, as the setting has the address. */
export type Redirected = Finding & { readonly sendsTo?: string };

/** What it will really use, and what it says when it fails. */
type ClientDoctor = {
  readonly errors?: ClientErrors;
  lookup(binding: ClientBinding, context: ClientContext): Promise<Lookup>;
  /** What keeps the client from using our lines although they are there: what can't be told from the values of `lookup`. */
  inspect?(binding: ClientBinding, context: InspectContext): Promise<readonly Finding[]>;
  /**
   * What leads the client's credential to another server, or around the look at a server's certificate, in the files of a folder, or of
   * the user where that is null: `credentialRedirected`.
   */
  redirects?(binding: ClientBinding, folder: string | null, context: InspectContext): Promise<readonly Redirected[]>;
  /** Left out where it reads the user's files alone. `redirects` is asked for such folders of projects as well. */
  startedIn?(environment: Environment): StartedIn;
};

/** How a variable holds a list. Once it is set, the client looks nowhere else for one, so that it has to carry what is there besides ours. */
export type ListVariable = {
  divide(value: string): readonly string[];
  join(items: readonly string[]): string;
  /** What tells items apart: of two that have the same, the first is enough. */
  keyOf(item: string): string;
  /** Whether somebody's secret is in it. */
  hasSecret(item: string): boolean;
  /** The list in files that the variable hides; left out where files are read beside it. May hold secrets. */
  inFiles?(binding: ClientBinding, context: ClientContext): Promise<readonly string[]>;
};

/** What an entry is to the client that finds it in one of its files, whoever wrote it. */
export type Meaning = {
  /** Where packages come from, how it signs in there, or what goes with these two. */
  readonly role: 'registry' | 'credential' | 'beside';
  /** What the files call the registry that it belongs to; left out where its URL alone tells. */
  readonly name?: string;
  /** Options of the binding that would write it; an empty text takes back what another entry of that name says. */
  readonly options?: BindingOptions;
  /** For whom a registry stands in, as `packages of @team`; left out where it is asked beside the usual one. */
  readonly takesOver?: string;
  /** The host of the registry, where the entry spells it in a way of its own. */
  readonly host?: string;
  /** It goes only with the last entry below this one. */
  readonly lastOf?: EntryPath;
  /** How many leading steps of the entry its readers want to stay when it goes. */
  readonly stays?: number;
};

/** What stands in its files before there is any binding. */
type ClientScan = {
  /** What an entry of its files is to it; null for one that has nothing to do with registries. */
  meaning(entry: EntryPath, value: string): Meaning | null;
};

/** What it can be given besides files. */
type ClientExtras = {
  /** Variables that make the client use the repository without any file; TOKEN_SLOT where the token goes. */
  variables(binding: ClientBinding): Readonly<Record<string, string>>;
  /** The binding with what the files say of it that variables have to heed; as it is where this is left out. */
  asFound?(binding: ClientBinding, context: ClientContext): Promise<ClientBinding>;
  /** Those of them that hold lists. */
  lists?: Readonly<Record<string, ListVariable>>;
  /** Text for files that are the person's to write, such as build scripts. */
  snippets?(binding: ClientBinding): readonly Snippet[];
};

/**
 * One package manager. Adding a client is one of these, a Markdown file beside it and a row in `index.ts`. The life of a binding:
 *
 * 1. **Made**: `options` are checked and completed, by `optionsInUse` as well; `format` says which endpoint of the repository is asked for.
 * 2. **Planned**: `targets`, anew for each plan, whether it is switched on or off, so that it has to be quick and may read but not write.
 *    The entries of all bindings are merged by file and compared with what stands there, `references` left alone.
 * 3. **Applied and refreshed**: not asked again. The plan's entries are written with the token in TOKEN_SLOT, and later with newer ones.
 * 4. **Shown**: `scopeText` and `snippets` with each snapshot.
 * 5. **Diagnosed**: `lookup`, then `targets` to tell which of those places an apply would set; `inspect` last, if it is switched on.
 * 6. **Run by us**: `variables` and `lists`, for `exec` and `env` only, and all there is for a binding without files.
 * 7. **Switched off**: not asked at all; the journal knows what was written and what stood there before.
 *
 * Before all that, `meaning` tells what others left in the files that `lookup` and `targets` name, and what binding would keep it;
 * `ownVariables` of every client decide what the tray takes over from the login shell.
 */
export type Client = ClientIdentity & ClientFiles & ClientDoctor & ClientScan & ClientExtras;
