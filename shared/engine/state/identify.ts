import { createHash } from 'node:crypto';
import type { BindingOptions } from '../../contract/snapshot.ts';
import type { TokenSettings } from './settings.ts';

/** Readable and stable id of a token: the same (profile, domain) gets the same id in every host. */
export function tokenIdOf(token: Omit<TokenSettings, 'id' | 'durationSeconds'>): string {
  return [token.profile, token.region, token.domain, token.domainOwner].join('/');
}

/** Short stable id of a project folder. */
export function projectIdOf(path: string): string {
  return `p-${digest(path)}`;
}

/** Adding the same binding twice gives the same id, so that scripts can repeat themselves. */
export function bindingIdOf(binding: {
  readonly projectId: string;
  readonly client: string;
  readonly tokenId: string;
  readonly repository: string;
  readonly endpoint: string;
  readonly options: BindingOptions;
  readonly execOnly?: true | undefined;
}): string {
  const { projectId, client, tokenId, repository, endpoint, options, execOnly } = binding;
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  const facts = [projectId, client, tokenId, repository, endpoint, sorted];
  // Others keep the ids that they have always had.
  return `b-${digest(JSON.stringify(execOnly === true ? [...facts, 'execOnly'] : facts))}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
