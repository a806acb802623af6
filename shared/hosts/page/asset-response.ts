import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What is sent for a page's file; headers are complete. */
export type AssetResponse = {
  readonly status: 200 | 400 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
};

/** Nothing from elsewhere, nothing inline; `frame-ancestors` works in a header only (CSP Level 3). */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** Every kind of file the page consists of; what isn't listed isn't served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Answers a GET for a file below `root`; `/` is index.html. Never reads outside of `root`.
 * The caller has checked the method and the host.
 */
export async function assetResponse(url: URL, root: string): Promise<AssetResponse> {
  const file = fileBelow(root, url.pathname);
  if (file === null) return textResponse(400, 'Bad request');
  const type = CONTENT_TYPES[path.extname(file)];
  if (type === undefined) return textResponse(404, 'Not found');
  try {
    return { status: 200, headers: headersFor(type), body: new Uint8Array(await readFile(file)) };
  } catch {
    // Missing, a folder or unreadable: the page can do nothing about any of them.
    return textResponse(404, 'Not found');
  }
}

function fileBelow(root: string, pathname: string): string | null {
  const decoded = decodedOrNull(pathname);
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null;
  // A leading "/" would make resolve() forget the root.
  const relative = decoded === '/' || decoded === '' ? 'index.html' : decoded.replace(/^\/+/, '');
  const base = path.resolve(root);
  const file = path.resolve(base, relative);
  return file.startsWith(base + path.sep) ? file : null;
}

function decodedOrNull(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

function textResponse(status: 400 | 404, text: string): AssetResponse {
  return { status, headers: headersFor('text/plain; charset=utf-8'), body: new TextEncoder().encode(text) };
}

function headersFor(type: string): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // The files change with the next version of the app, under the same address.
    'cache-control': 'no-cache',
  };
}
