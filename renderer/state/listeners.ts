/** The subscribe half of every small store here, in the shape `useSyncExternalStore` wants. */
export type Listeners = {
  readonly notify: () => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function createListeners(): Listeners {
  const listeners = new Set<() => void>();
  return {
    notify() {
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
