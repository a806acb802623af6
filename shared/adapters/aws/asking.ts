import { validateHeaderValue } from 'node:http';
import type { HttpHandler } from '@smithy/core/protocols';
import type { HttpOptions } from './http-options.ts';

/** Whom a question may have to be put to, in words. */
export type Service = 'CodeArtifact' | 'STS' | 'the sign-in service' | 'the SSO portal';

/** A question on its way. */
export type Asking = {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Who was asked last; null for nobody yet. */
  service: Service | null;
  /** The question that has to be answered first, such as that for credentials. */
  beneath?: Asking | null;
};

/** Who keeps a question waiting; null for nobody who was asked. */
export function askedLast({ service, beneath = null }: Asking): Service | null {
  return beneath === null ? service : askedLast(beneath);
}

/**
 * The SDK's own handler for one service, whose requests end with the question: credential providers take no signal, and a request that
 * goes on keeps the process alive.
 */
export async function askingHandler(options: HttpOptions, asking: Asking, service: Service): Promise<HttpHandler> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const handler = new NodeHttpHandler(options);
  return {
    metadata: handler.metadata,
    async handle(request, { abortSignal, ...more } = {}) {
      asking.service = service;
      // Node says so only after the handler has set its timers, which then nobody ends.
      for (const [name, value] of Object.entries(request.headers)) validateHeaderValue(name, value);
      const signals = abortSignal instanceof AbortSignal ? [abortSignal, asking.signal] : [asking.signal];
      return handler.handle(request, { ...more, abortSignal: AbortSignal.any(signals) });
    },
    destroy: () => handler.destroy(),
    updateHttpClientConfig: (key, value) => handler.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
  };
}
