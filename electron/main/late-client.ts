import type { EngineClient } from '../../shared/contract/engine-client.ts';

/** The client of an engine that is still being made: what is asked meanwhile is answered then. */
export function lateClient(engine: Promise<{ readonly client: EngineClient }>): EngineClient {
  return {
    async request(name, params) {
      const { client } = await engine;
      return client.request(name, params);
    },
    subscribe(listener) {
      let isOver = false;
      let end = () => {};
      async function begin(): Promise<void> {
        const { client } = await engine;
        if (!isOver) end = client.subscribe(listener);
      }
      void begin();
      return () => {
        isOver = true;
        end();
      };
    },
  };
}
