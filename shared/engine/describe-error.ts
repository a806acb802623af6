import { maskSecrets } from './editors/codeartifact-token.ts';

/** What was thrown, with its place when it has one and without any secret: for the log, not for a person. */
export function describeError(error: unknown): string {
  return maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
