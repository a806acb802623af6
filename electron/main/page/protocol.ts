import type { Protocol } from 'electron';
import { assetResponse } from '../../../shared/hosts/page/asset-response.ts';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://bundle';

/** Address of a screen: `#/popover`, `#/tokens` … */
export function pageUrl(route: string): string {
  return `${APP_ORIGIN}/index.html${route}`;
}

/** Must run once, before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the page's files below `root` for the default session. After ready. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(APP_SCHEME, (request) => answer(request, root));
}

async function answer(request: Request, root: string): Promise<Response> {
  const url = new URL(request.url);
  if (url.host !== 'bundle') return new Response('Not found', { status: 404 });
  if (request.method !== 'GET') return new Response('Method not allowed', { status: 405, headers: { allow: 'GET' } });
  const { status, headers, body } = await assetResponse(url, root);
  return new Response(body, { status, headers });
}
