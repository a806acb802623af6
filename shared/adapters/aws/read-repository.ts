import http from 'node:http';
import https from 'node:https';
import type { HttpOptions } from './http-options.ts';

/** What npm's `ping` asks for, which brings no package into the repository. */
const PING = '-/ping';

/**
 * One GET of a repository by its npm endpoint, with the token. Follows no redirect: the token is for that server alone. Rejects under
 * names that the error table has.
 */
export async function readRepository(
  endpoint: string,
  token: string,
  { httpAgent, httpsAgent }: HttpOptions,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(PING, endpoint);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? https.request(url, { agent: httpsAgent, headers, signal })
        : http.request(url, { agent: httpAgent, headers, signal });
    request.on('response', resolve).on('error', reject).end();
  });
  answer.resume();
  const fault = faultOf(answer.statusCode ?? 0, answer.headers['content-type'] ?? '');
  if (fault === null) return;
  throw Object.assign(new Error('the repository refuses'), fault, {
    $metadata: { httpStatusCode: answer.statusCode },
  });
}

/** 404 is an answer as well: to who may not come in, CodeArtifact says nothing of what is there. */
function faultOf(status: number, contentType: string): { readonly name: string } | null {
  if (status === 401 || status === 403) return { name: 'AccessDeniedException' };
  if (status !== 404 && (status < 200 || status >= 300)) return { name: 'Unknown' };
  // A network's sign-in page says 200 as well.
  return contentType.startsWith('text/html') ? { name: 'SyntaxError' } : null;
}
