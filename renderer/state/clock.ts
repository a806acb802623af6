import { createListeners } from './listeners.ts';

const SECOND = 1000;

/** The host's clock as far as this page knows it, in milliseconds since 1970; it ticks once a second while watched and in sight. */
export type HostClock = {
  /** Takes the host's word for what time it is. */
  readonly align: (hostNow: string) => void;
  readonly now: () => number;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Counts by the host's clock, because the browser may run on another machine (SSH) with another opinion. */
export function createHostClock(): HostClock {
  const listeners = createListeners();
  let offset = 0;
  let current = Date.now();
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function update(): void {
    current = Date.now() + offset;
    listeners.notify();
  }

  function schedule(): void {
    clearTimeout(timer);
    if (watchers === 0 || document.hidden) return;
    const toNextSecond = SECOND - ((Date.now() + offset) % SECOND);
    timer = setTimeout(() => {
      update();
      schedule();
    }, toNextSecond);
  }

  // Nobody counts along with a page that is hidden; its time is right again in the moment when it is shown.
  function onVisibility(): void {
    if (!document.hidden) update();
    schedule();
  }

  return {
    align(hostNow) {
      offset = Date.parse(hostNow) - Date.now();
      update();
    },
    now: () => current,
    subscribe(listener) {
      const unsubscribe = listeners.subscribe(listener);
      watchers += 1;
      if (watchers === 1) {
        current = Date.now() + offset;
        document.addEventListener('visibilitychange', onVisibility);
        schedule();
      }
      return () => {
        unsubscribe();
        watchers -= 1;
        if (watchers > 0) return;
        document.removeEventListener('visibilitychange', onVisibility);
        clearTimeout(timer);
      };
    },
  };
}
