/** Milliseconds for which the service that answered with this error wants to be left alone (RFC 9110, 10.2.3); null where it says nothing. */
export function retryAfterOf(error: unknown): number | null {
  const value = headerOf(error)?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // By the service's own clock if it can be, like the date beside it.
  const until = Date.parse(value);
  const since = Date.parse(headerOf(error, 'date') ?? '');
  if (Number.isNaN(until) || Number.isNaN(since)) return null;
  return Math.max(0, until - since);
}

/** The SDK hides the answer in a property of the error. */
function headerOf(error: unknown, name = 'retry-after'): string | null {
  if (!(error instanceof Error) || !('$response' in error)) return null;
  const { $response: response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null;
  const headers = new Map(Object.entries(response.headers ?? {}));
  const value: unknown = headers.get(name);
  return typeof value === 'string' ? value : null;
}
