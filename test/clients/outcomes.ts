import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RealClient } from './real-client.ts';

export type Outcome = { readonly client: string; readonly name: string; readonly proven: string[] };

/** Collects what each real client was seen to do, for the table in docs/clients.md (`npm run test:clients`). */
export function noteOutcomes() {
  const outcomes = new Map<string, Outcome>();
  return {
    note({ name, client }: RealClient, proof: 'fresh' | 'settings' | 'publish'): void {
      const outcome = outcomes.get(name) ?? { client, name, proven: [] };
      outcome.proven.push(proof);
      outcomes.set(name, outcome);
    },
    write(): void {
      const folder = path.resolve(import.meta.dirname, '../results');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'real-clients.json'), `${JSON.stringify([...outcomes.values()], null, 2)}\n`);
    },
  };
}
