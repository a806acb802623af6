import type { ClientName } from '../../contract/names.ts';
import type { Client } from './client.ts';
import { npm } from './npm.ts';
import { pip } from './pip.ts';

/** Every client that can be configured; a row here is all that the rest of the app needs. */
export const clients: Readonly<Record<ClientName, Client>> = { npm, pip };
