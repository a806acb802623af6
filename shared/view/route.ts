import type { Page } from '../contract/requests.ts';

/** Address of a page, or of one row of it: the page scrolls there and puts the focus on it. */
export function pageRoute(page: Page, row: string | null = null): string {
  return row === null ? `#/${page}` : `#/${page}/${encodeURIComponent(row)}`;
}

/** The page and the row that an address names, as far as it names any. */
export function readRoute(hash: string): { readonly page: string; readonly row: string | null } {
  const [page = '', row] = hash.replace(/^#\/?/, '').split('/', 2);
  return { page, row: row === undefined ? null : decoded(row) };
}

function decoded(row: string): string | null {
  try {
    return decodeURIComponent(row);
  } catch {
    // Not an address of ours.
    return null;
  }
}
