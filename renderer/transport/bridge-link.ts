import type { EngineBridge } from '../../shared/contract/engine-api.ts';
import { failed } from '../../shared/contract/problem.ts';
import { noAnswer, readAnswer, readSnapshot } from './answer.ts';
import type { EngineLink } from './link.ts';

/** The engine behind the preload's bridge (Electron IPC). It lives and dies with this page, so the link is always open. */
export function bridgeLink(bridge: EngineBridge): EngineLink {
  return {
    async request(name, params) {
      try {
        return readAnswer(name, await bridge.request(name, params));
      } catch {
        return failed(noAnswer);
      }
    },
    subscribe(listener) {
      return bridge.subscribe((data) => {
        const snapshot = readSnapshot(data);
        if (snapshot !== null) listener(snapshot);
      });
    },
    watchLink(listener) {
      listener('open');
      return () => {};
    },
  };
}
