import { ok } from '../../contract/problem.ts';
import type { Client } from './client.ts';
import { netrcMeaning, netrcPlaces, netrcTargets } from './parts/netrc-file.ts';
import { userLevelOnly } from './parts/project.ts';
import { netrcErrors } from './netrc-errors.ts';

/**
 * The netrc file alone, for whatever reads it: curl, wget, git, and pip with an index URL of one's own. Bound to the endpoint
 * of the format `generic`, which has the same host as those of the other formats.
 */
export const netrc: Client = {
  name: 'netrc',
  title: 'netrc',
  aliases: ['curl'],
  format: 'generic',
  ownVariables: /^netrc$/i,
  scopeText: () => "the domain's host",

  async targets(binding, context) {
    if (binding.projectPath !== null) return userLevelOnly('A netrc file is read from the home folder alone.');
    return ok(await netrcTargets(binding.endpoint, context));
  },

  errors: netrcErrors,

  async lookup(binding, context) {
    return { registry: [], credential: await netrcPlaces(binding.endpoint, context) };
  },

  meaning: netrcMeaning,

  variables: () => ({}),
};
