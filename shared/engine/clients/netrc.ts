import { ok } from '../../contract/problem.ts';
import type { Client } from './client.ts';
import { netrcPlaces, netrcTargets } from './parts/netrc-file.ts';
import { userLevelOnly } from './parts/project.ts';

/**
 * The netrc file alone, for whatever reads it: curl, wget, git, and pip with an index URL of one's own. Bound to the endpoint
 * of the format `generic`, which has the same host as those of the other formats.
 */
export const netrc: Client = {
  name: 'netrc',
  title: 'netrc',
  aliases: ['curl'],
  format: 'generic',
  tried: 'curl 7.88, pip 23.2.1, Go 1.19.8',
  reads: /^netrc$/i,
  limits: [
    'Several accounts for one host: an entry holds for every repository of its domain, and all readers take one per host.',
    'A netrc that Python ignores as a whole (an unknown word, a comment below an empty line) is not written to, although curl and Go read it: pip, Poetry, Pipenv and uv would stay without a token.',
    'The token without a file: readers of netrc take it from no variable.',
    'Projects: the file is read from the home folder alone.',
  ],
  reach: () => "the domain's host",

  async targets(binding, context) {
    if (binding.projectPath !== null) return userLevelOnly('A netrc file is read from the home folder alone.');
    return ok(await netrcTargets(binding.endpoint, context));
  },

  async lookup(binding, context) {
    return { registry: [], credential: await netrcPlaces(binding.endpoint, context) };
  },

  variables: () => ({}),
};
