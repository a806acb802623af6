import type { Page } from '../contract/requests.ts';
import type { HostView } from '../contract/snapshot.ts';

/** Wall clock in milliseconds since 1970, and one timer; replaced in tests. */
export type Clock = {
  now(): number;
  /** Calls back once after so many milliseconds; the returned function cancels. Never keeps the process alive. */
  after(milliseconds: number, callback: () => void): () => void;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Receives lines that are already free of secrets. */
export type Log = (level: LogLevel, message: string) => void;

/** Where the engine runs, passed in so that nothing reads `process` behind its back. */
export type Environment = {
  readonly platform: NodeJS.Platform;
  /** The home folder as most programs see it: `HOME`, or `USERPROFILE` on Windows. */
  readonly home: string;
  /** The OS user's own home folder, which Java and Swift take whatever `HOME` says. */
  readonly accountHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of settings, journal and ledger. */
  readonly stateFolder: string;
};

/** Keeps tokens, never in clear on a disk. */
export type TokenStore = {
  get(tokenId: string): Promise<string | null>;
  set(tokenId: string, token: string): Promise<void>;
  delete(tokenId: string): Promise<void>;
};

/** What only a desktop host can do. Each answers null or nothing when it can't. */
export type HostActions = {
  pickFolder(): Promise<string | null>;
  /** Shows the window at a page; null leaves it where it was. */
  openWindow(page: Page | null): void;
  quit(): void;
};

/** Events of the machine that make the engine look at its deadlines at once. */
export type HostSignal = 'resume' | 'unlock' | 'online';

export type HostDescription = HostView;
