import type { ServerResponse } from 'node:http';

/** Headers of every answer that is not a file of the page: nobody keeps it, embeds it or takes it for something else. */
export const PRIVATE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Refusal of a request: status and a sentence; with 405 the method that is answered. */
export type HttpRefusal = { readonly status: number; readonly message: string; readonly allow?: string };

/** Answers with the refusal and ends the connection, so that nothing unread is taken for a next request. */
export function refuse(response: ServerResponse, { status, message, allow }: HttpRefusal): void {
  response
    .writeHead(status, {
      ...PRIVATE_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
      ...(allow === undefined ? {} : { allow }),
    })
    .end(`${message}\n`);
}

/** The refusal of any other method. */
export function onlyBy(allow: string): HttpRefusal {
  return { status: 405, message: `Only ${allow} is answered here.`, allow };
}
