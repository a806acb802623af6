import { describeDomain, listDomains } from './domains.ts';
import type { Operation } from './operation.ts';
import {
  describeRepository,
  getRepositoryEndpoint,
  listRepositories,
  listRepositoriesInDomain,
} from './repositories.ts';
import { getAuthorizationToken } from './tokens.ts';

/** The part of the CodeArtifact API that is emulated. */
export const operations: readonly Operation[] = [
  getAuthorizationToken,
  getRepositoryEndpoint,
  describeDomain,
  describeRepository,
  listDomains,
  listRepositories,
  listRepositoriesInDomain,
];
