import type { Page } from '../contract/requests.ts';

/** Wall clock in milliseconds since 1970, and one timer; replaced in tests. */
export type Clock = {
  now(): number;
  /** Milliseconds since the machine was started, sleep included: it goes on as ever when somebody sets the wall clock. */
  uptime(): number;
  /** Calls back once after so many milliseconds; the returned function cancels. Never keeps the process alive. */
  after(milliseconds: number, callback: () => void): () => void;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Receives lines that are already free of secrets. */
export type Log = (level: LogLevel, message: string) => void;

/** Where the engine runs, passed in so that nothing reads `process` behind its back; only how system calls behave is the process's own. */
export type Environment = {
  readonly platform: NodeJS.Platform;
  /** The home folder as most programs see it: `HOME`, or `USERPROFILE` on Windows. */
  readonly home: string;
  /** The OS user's own home folder, which Java and Swift take whatever `HOME` says. */
  readonly accountHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a command is run in a terminal; left out by hosts that are started elsewhere. */
  readonly workingFolder?: string | undefined;
  /** Folder of settings, journal and ledger. */
  readonly stateFolder: string;
};

/**
 * Keeps tokens in memory and, where it can, over a restart: never in clear on a disk. Made to be called with the writer lock held,
 * so nothing here waits for a person, and nothing rejects or throws: a token that can't be kept is fetched anew.
 */
export type TokenStore = {
  /** What was set last, else what was kept; null when there is none or it can't be had soon: all reads together wait 2 s at most. */
  get(tokenId: string): Promise<string | null>;
  /** `get` answers it from now on; it is kept in the background, and lost with a process that ends before that. */
  set(tokenId: string, token: string): void;
  /** `get` answers null from now on, after a restart too. */
  delete(tokenId: string): void;
};

/** What only a desktop host can do. Each answers null or nothing when it can't. */
export type HostActions = {
  pickFolder(): Promise<string | null>;
  /** Shows the window at a page; null leaves it where it was. */
  openWindow(page: Page | null): void;
  /** Shows a page of AWS, or of this machine, in the person's browser. */
  openExternal(url: string): void;
  quit(): void;
};

/** Events of the machine that make the engine look at its deadlines at once: also that its network is another one, and that its clock was set. */
export type HostSignal = 'resume' | 'unlock' | 'online' | 'network' | 'clock';
