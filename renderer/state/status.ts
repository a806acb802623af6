import type { Problem } from '../../shared/contract/problem.ts';
import { createListeners } from './listeners.ts';

/** What the person can do about a result: follow a link within the page or run something. */
export type StatusAction =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly run: () => Promise<void> };

/** The result of what a person just asked for. */
export type StatusMessage = {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly text: string;
  readonly detail: string | null;
  readonly action: StatusAction | null;
};

export type StatusStore = {
  readonly get: () => StatusMessage | null;
  readonly subscribe: (listener: () => void) => () => void;
  readonly done: (text: string, action?: StatusAction) => void;
  readonly problem: (problem: Problem) => void;
  readonly clear: () => void;
};

/** Holds the one result on show; a newer one replaces it. */
export function createStatusStore(): StatusStore {
  const listeners = createListeners();
  let current: StatusMessage | null = null;
  let count = 0;

  function show(message: Omit<StatusMessage, 'id'> | null): void {
    count += 1;
    current = message === null ? null : { id: count, ...message };
    listeners.notify();
  }

  return {
    get: () => current,
    subscribe: listeners.subscribe,
    done(text, action) {
      show({ tone: 'done', text, detail: null, action: action ?? null });
    },
    problem({ message, advice }) {
      show({ tone: 'problem', text: message, detail: advice, action: null });
    },
    clear() {
      show(null);
    },
  };
}
