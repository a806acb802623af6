import type { CodeartifactClientConfig } from '@aws-sdk/client-codeartifact';

type SdkLogger = NonNullable<CodeartifactClientConfig['logger']>;
type LogEntry = { readonly commandName?: string; readonly error?: unknown };
type Answered = { readonly $metadata?: { readonly httpStatusCode?: number } };

/**
 * Finds out why an SSO session could not be refreshed. The SDK swallows what its silent refresh met and says "Token is
 * expired" whether the session was refused or the network was down, which would send an offline person to a sign-in
 * page. What it sends is told to a logger, though, so the refresh's outcome is heard there, for no
 * request more. For 30 s after an attempt the SDK makes no other, so the last outcome is kept for those calls.
 */
export function watchSsoRefresh(): { readonly logger: SdkLogger; trueCause(error: unknown): unknown } {
  let lastFailure: unknown = null;
  const ignore = (): void => {};
  return {
    logger: {
      trace: ignore,
      debug: ignore,
      warn: ignore,
      info(entry: LogEntry) {
        if (entry.commandName === 'CreateTokenCommand') lastFailure = null;
      },
      error(entry: LogEntry) {
        if (entry.commandName === 'CreateTokenCommand') lastFailure = entry.error ?? null;
      },
    },
    trueCause(error) {
      const isExpiry = error instanceof Error && error.message.startsWith('Token is expired.');
      return isExpiry && lastFailure !== null && !isRefusal(lastFailure) ? lastFailure : error;
    },
  };
}

/** A 4xx of the sign-in service means that the session is over; everything else may pass. */
function isRefusal(failure: unknown): boolean {
  const status = (failure as Answered).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 429;
}
