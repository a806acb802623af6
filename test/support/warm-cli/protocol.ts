/** One command for a warm CLI: a line of JSON. */
export type WarmAsk = {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** What comes back, and then the end: what a process of its own would have left, or that another command is running. */
export type WarmReply = { readonly code: number; readonly out: string; readonly err: string } | 'busy';

/** Where the warm CLI of one of vitest's workers listens; a variable of this process, which the workers take over. */
export const FOLDER_VARIABLE = 'CODEARTIFACT_TRAY_WARM_CLI';
