import { failed } from '../../shared/contract/problem.ts';
import type { RequestName } from '../../shared/contract/request-names.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { noAnswer, readAnswer, readSnapshot } from './answer.ts';
import type { EngineLink, LinkState } from './link.ts';

const RETRY_MS = 3000;
const UNAUTHORIZED = 401;

/** The engine behind the loopback host: `POST /api/request` and server-sent events from `/api/events`. */
export function httpLink(): EngineLink {
  const snapshotListeners = new Set<(snapshot: Snapshot) => void>();
  const linkListeners = new Set<(state: LinkState) => void>();
  let linkState: LinkState = 'opening';
  let events: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function setLink(state: LinkState): void {
    if (state === linkState) return;
    linkState = state;
    for (const listener of linkListeners) listener(state);
  }

  async function post(name: RequestName, params: unknown): Promise<unknown> {
    const response = await fetch('/api/request', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, params }),
    });
    if (response.status === UNAUTHORIZED) {
      close();
      setLink('keyRefused');
    }
    return response.json();
  }

  function open(): void {
    const source = new EventSource('/api/events');
    events = source;
    source.addEventListener('open', () => setLink('open'));
    source.addEventListener('snapshot', (event: MessageEvent<string>) => {
      const snapshot = readSnapshot(JSON.parse(event.data));
      if (snapshot !== null) for (const listener of snapshotListeners) listener(snapshot);
    });
    source.addEventListener('error', () => {
      if (linkState !== 'keyRefused') setLink('lost');
      // The browser reconnects by itself, except after an answer that is no event stream: then ask why and try again.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(() => void reopen(), RETRY_MS);
    });
  }

  async function reopen(): Promise<void> {
    try {
      await post('state.get', {});
    } catch {
      // Still away: the new event source finds out when it is back.
    }
    if (snapshotListeners.size > 0 && linkState !== 'keyRefused') open();
  }

  function close(): void {
    clearTimeout(retry);
    events?.close();
    events = null;
  }

  return {
    async request(name, params) {
      try {
        return readAnswer(name, await post(name, params));
      } catch {
        return failed(noAnswer);
      }
    },
    subscribe(listener) {
      snapshotListeners.add(listener);
      if (events === null) open();
      return () => {
        snapshotListeners.delete(listener);
        if (snapshotListeners.size === 0) close();
      };
    },
    watchLink(listener) {
      linkListeners.add(listener);
      listener(linkState);
      return () => linkListeners.delete(listener);
    },
  };
}
