import type { EngineBridge } from '../../shared/contract/engine-api.ts';
import { bridgeLink } from './bridge-link.ts';
import { httpLink } from './http-link.ts';
import type { EngineLink } from './link.ts';

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. */
    readonly engine?: EngineBridge;
  }
}

/** The one engine this page talks to: over the preload's bridge when there is one, else over loopback HTTP. */
export function connect(): EngineLink {
  return window.engine === undefined ? httpLink() : bridgeLink(window.engine);
}
