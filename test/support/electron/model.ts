import { world } from './world.ts';

type Listener = (...args: never[]) => void;

/** Makes use of anything the fake lacks an error: a silent undefined would let a wrong tray pass. */
export function modelled<Module extends object>(name: string, module: Module): Module {
  return new Proxy(module, {
    get(target, key, receiver) {
      if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key, receiver) as unknown;
      return refuse(`${name}.${key}`);
    },
  });
}

export function refuse(name: string): never {
  throw new Error(`not modelled: ${name}`);
}

/** Stands for something of Electron that the tray does not use: any use of it throws. */
export function notModelled(name: string): never {
  const use = () => refuse(name);
  // A function declaration, because only that can be constructed as well.
  return new Proxy(function unused() {}, { get: use, set: use, apply: use, construct: use }) as never;
}

export function needsReady(name: string): void {
  if (!world.isReady) throw new Error(`${name} can only be used after the 'ready' event is emitted`);
}

/** `on`, `once`, `off` of an Electron object; `emit` is for tests. Chaining is not modelled. */
export class Emitter {
  readonly listeners = new Map<string, Listener[]>();
  on(event: string, listener: Listener): never {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return notModelled('chained on()');
  }
  once(event: string, listener: Listener): never {
    const first: Listener = (...args) => {
      this.off(event, first);
      listener(...args);
    };
    return this.on(event, first);
  }
  off(event: string, listener: Listener): never {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter((known) => known !== listener),
    );
    return notModelled('chained off()');
  }
  removeAllListeners(event: string): never {
    this.listeners.delete(event);
    return notModelled('chained removeAllListeners()');
  }
  emit(event: string, ...args: readonly unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...(args as never[]));
  }
}

/** An event that can be prevented, as handlers of `close`, `will-quit` and others get it. */
export function aPreventable(): { defaultPrevented: boolean; preventDefault(): void } {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}
