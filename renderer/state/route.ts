import { useEffect, useState, useSyncExternalStore } from 'react';
import { pages, type Page } from '../../shared/contract/requests.ts';
import { pageRoute, readRoute } from '../../shared/view/route.ts';

export type Route = Page | 'popover';

/** The address of a page within this one document: no server is asked. */
export function hrefOf(page: Page): string {
  return pageRoute(page);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentPage);
}

/** Puts the focus on the row that the address names, once it is there, and then forgets it: the same address may come again. */
export function useRowFocus(): void {
  // An object, because the same address twice is two visits.
  const [visit, setVisit] = useState({ hash: location.hash });
  useEffect(() => subscribe(() => setVisit({ hash: location.hash })), []);
  useEffect(() => {
    const { page, row } = readRoute(visit.hash);
    if (row === null) return;
    const element = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'center' });
    history.replaceState(null, '', `#/${page}`);
  }, [visit]);
}

function currentPage(): Route {
  const { page } = readRoute(location.hash);
  return page === 'popover' ? 'popover' : (pages.find((known) => known === page) ?? 'tokens');
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
