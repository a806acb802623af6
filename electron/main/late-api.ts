import type { EngineApi } from '../../shared/contract/engine-api.ts';

/** What screens have of an engine that is still being made: what is asked meanwhile is answered then. */
export function lateApi(engine: Promise<{ readonly api: EngineApi }>): EngineApi {
  return {
    async request(name, params) {
      const { api } = await engine;
      return api.request(name, params);
    },
    subscribe(listener) {
      let isOver = false;
      let end = () => {};
      async function begin(): Promise<void> {
        const { api } = await engine;
        if (!isOver) end = api.subscribe(listener);
      }
      void begin();
      return () => {
        isOver = true;
        end();
      };
    },
  };
}
