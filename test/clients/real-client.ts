import type { Emulator } from '../../shared/emulator/index.ts';
import type { CliHome } from '../support/cli-home.ts';

/** Where one run of a client happens. */
export type Stage = {
  readonly home: CliHome;
  /** Folder of the project `shop` in the home. */
  readonly project: string;
  /** A new folder for each run, for everything that a client keeps: nothing comes from an earlier fetch. */
  readonly cache: string;
  /** The repository's endpoint for the client's format, with a trailing slash. */
  readonly endpoint: string;
  /** The client's own program. */
  readonly program: string;
  /** What `prepare` started. */
  readonly prepared: Prepared;
};

/** Something that a client needs besides the repository: options of `login` that name it, and variables that the client needs. */
export type Prepared = {
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the emulator answers over TLS, and what Java needs to trust it. */
  readonly url?: string;
  readonly javaOptions?: readonly string[];
};

export type Invocation = {
  readonly command?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** A package manager as people have it, and how it fetches `hello-codeartifact`. */
export type RealClient = {
  /** Begins a test's name and fills the table of docs/clients.md, `pnpm 12.21.0`; a version that is asked for is added. */
  readonly name: string;
  /** Name in the engine's table. */
  readonly client: string;
  readonly format: string;
  /** What the doctor calls the one that prints its errors, where that isn't the client's title. */
  readonly errorTitle?: string;
  readonly source: Source;
  /** True for those that `npm test` runs wherever they are; `npm run test:clients` runs all. */
  readonly representative: boolean;
  readonly level: 'user' | 'project';
  /** Options of `login` besides tool, domain and repository. */
  readonly options?: readonly string[];
  /** Starts what the client needs besides the repository; it stops with the test. */
  prepare?(emulator: Emulator, home: CliHome): Promise<Prepared>;
  /** What the client itself leaves in a home where it ran before, if its files depend on that. */
  readonly traces?: Readonly<Record<string, string>>;
  /** Settings of the person's own, by their paths in the home, among which ours have to work. */
  readonly settings: Readonly<Record<string, string>>;
  /** Files of the project that needs the package. */
  files(stage: Stage): Readonly<Record<string, string | Buffer>>;
  fetch(stage: Stage): Invocation;
  /** True where that publishes, which is all that the client does. */
  readonly fetchPublishes?: boolean;
  /** Publishes the package in the folder `greeting` of the home, where the client can. */
  readonly publish?: {
    files(stage: Stage): Readonly<Record<string, string | Buffer>>;
    invocation(stage: Stage): Invocation;
    /** True where it says that it published although it was refused. */
    readonly hidesRefusal?: boolean;
  };
};

/** How a client comes to a machine: from npm, PyPI or Maven Central, or as a program that is there or that Debian has. */
export type Source = FromNpm | FromPyPI | FromMavenCentral | FromDebian;

export type FromNpm = {
  /** Packages that are installed side by side. */
  readonly npm: readonly string[];
  /** Path of the program below node_modules. */
  readonly program: string;
  /** What runs that program, where it doesn't run by itself. */
  readonly runtime?: FromDebian;
};

export type FromPyPI = {
  /** Packages that share an environment of their own. */
  readonly pypi: readonly string[];
  /** Name of the program in it. */
  readonly script: string;
};

export type FromMavenCentral = {
  /** Group, artifact and version with `:`, and type and classifier where it is no jar; an archive is unpacked. */
  readonly maven: string;
  /** Path of the program below the folder of its jars, or of the unpacked archive. */
  readonly file: string;
  /** What it is started with once, in an empty project, to get itself: that takes longer than a test may. */
  firstStart?(file: string): Invocation & { readonly files: Readonly<Record<string, string>> };
};

export type FromDebian = {
  readonly command: string;
  /** Packages that have it; none where Debian's is too old. */
  readonly debian: readonly string[];
  /** Arguments with which it says its version; left out where the name has it or it can't be asked. */
  readonly version?: readonly string[];
  /** The oldest that can be used. */
  readonly since?: string;
};
