/** What is to happen to a process at one of the calls by which it changes something on a disk. */
export type Fault = {
  /** Calls below this folder count, in their order from 1; a write counts twice: before it, and with half of it done. */
  readonly below: string;
  /** Where the calls are told, one a line. */
  readonly trace: string;
  /** The call that meets the fault; left out, none does. */
  readonly at?: number;
  /** The call fails with this code; left out, the process is killed in its place. */
  readonly code?: string;
  /** All that follows fails as well, as on a disk that stays full or read-only: what makes room for nothing new goes on where it says so. */
  readonly lasts?: boolean;
};

/** Variable that carries it to `preload.ts`. */
export const FAULT = 'CODEARTIFACT_TRAY_TEST_FAULT';
