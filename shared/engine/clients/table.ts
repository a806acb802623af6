import type { ClientName } from '../../contract/names.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ClientView } from '../../contract/snapshot.ts';
import type { Client } from './client.ts';
import { npm } from './npm.ts';
import { pip } from './pip.ts';

/** Every client that can be configured, in the order pickers show them; a row here is all that the rest of the app needs. */
export const clients: readonly Client[] = [npm, pip];

/** The client of a name or an alias; null for one of another version of the app. */
export function findClient(name: string): Client | null {
  return clients.find((client) => client.name === name || client.aliases?.includes(name) === true) ?? null;
}

export function clientOf(name: ClientName): Result<Client> {
  const client = findClient(name);
  if (client !== null) return ok(client);
  return failed(
    problemOf('clientUnknown', `This version of CodeArtifact Tray knows no client ${name}.`, {
      advice: 'Update it, or remove the binding.',
    }),
  );
}

export function clientViews(): ClientView[] {
  return clients.map(({ name, title, options = [] }) => ({ name, title, options: [...options] }));
}
