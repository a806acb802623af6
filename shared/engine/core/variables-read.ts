import type { Environment } from '../../ports/host.ts';

type Variables = Environment['env'];

/**
 * The same variables, of which those are noted that are asked for by their name, whether they are set or not. Who lists all with
 * their values goes by rules of the clients and not by names: of a listing, nothing is noted.
 */
export function notingReads(env: Variables): { readonly env: Variables; readonly names: ReadonlySet<string> } {
  const names = new Set<string>();
  /** What a listing asks the value of next: it looks at each variable itself before. */
  let next: string | symbol | null = null;
  let wantsValues = true;
  const noting = new Proxy(env, {
    ownKeys(target) {
      next = null;
      wantsValues = true;
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      // Two in a row: a listing of names alone.
      wantsValues &&= next === null;
      next = wantsValues ? name : null;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    get(target, name) {
      if (typeof name === 'string' && name !== next) names.add(name);
      next = null;
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      if (typeof name === 'string') names.add(name);
      return Reflect.has(target, name);
    },
  });
  return { env: noting, names };
}
