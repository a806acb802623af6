import { useSyncExternalStore } from 'react';

export const pages = ['tokens', 'projects', 'preview', 'activity', 'doctor', 'settings'] as const;
export type Page = (typeof pages)[number];
export type Route = Page | 'popover';

/** The address of a route within this one page: no server is asked. */
export function hrefOf(route: Route): `#/${Route}` {
  return `#/${route}`;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, readRoute);
}

function readRoute(): Route {
  const name = location.hash.replace(/^#\/?/, '');
  return name === 'popover' ? 'popover' : (pages.find((page) => page === name) ?? 'tokens');
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
