import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { Client, ClientBinding } from './client.ts';
import { netrcPlaces, netrcTargets } from './parts/netrc-file.ts';
import { userLevelOnly } from './parts/project.ts';
import { pathInVariable, pathsOf, roaming, settingsFolder, variableOf } from './parts/folders.ts';
import { fromVariable, inFile } from './parts/place.ts';

/**
 * Go 1.19 to 1.24. CodeArtifact has no Go format, so all there can be is a module proxy of the person's own in front of it: its URL
 * goes into the file of `go env -w`, the token into netrc, from where Go sends it over https.
 */
export const go: Client = {
  name: 'go',
  title: 'Go',
  format: 'generic',
  ownVariables: /^go(?:auth|env|flags|private|proxy)$/i,
  options: [
    {
      name: 'proxyUrl',
      flag: 'proxy-url',
      label: 'Module proxy',
      hint: 'Your own proxy in front of CodeArtifact, as GOPROXY takes it; the token is sent to its host.',
      example: 'https://go.example.com/web,direct',
      choices: null,
      pattern: String.raw`https?://[^\s,|@"']+(?:[,|](?:direct|off|https?://[^\s,|@"']+))*`,
    },
  ],
  scopeText: ({ options }) => (options['proxyUrl'] === undefined ? "the domain's host" : 'module proxy'),

  async targets(binding, context) {
    if (binding.projectPath !== null) return userLevelOnly('Go keeps its settings per user, not per project.');
    const proxy = binding.options['proxyUrl'];
    const netrc = await netrcTargets(credentialUrl(binding), context);
    if (proxy === undefined) return ok(netrc);
    const file = environmentFile(context.environment);
    if (!file.ok) return file;
    return ok([{ path: file.value, editor: 'goEnv', entries: [{ entry: ['GOPROXY'], value: proxy }] }, ...netrc]);
  },

  async lookup(binding, context) {
    const credential = await netrcPlaces(credentialUrl(binding), context);
    const expected = binding.options['proxyUrl'];
    if (expected === undefined) return { registry: [], credential };
    const file = environmentFile(context.environment);
    const inSettings = file.ok ? [inFile('goEnv')(file.value, ['GOPROXY'])] : [];
    return { registry: [fromVariable('GOPROXY'), ...inSettings], credential, expected };
  },

  variables({ options: { proxyUrl } }) {
    return proxyUrl === undefined ? {} : { GOPROXY: proxyUrl.replace('://', `://aws:${TOKEN_SLOT}@`) };
  },
};

/** The token goes where modules are asked for: the first proxy of the list. */
function credentialUrl({ endpoint, options: { proxyUrl } }: ClientBinding): string {
  return proxyUrl?.split(/[,|]/)[0] ?? endpoint;
}

/** File of `go env -w`: GOENV, else `go/env` in what Go takes for the user's configuration folder (os.UserConfigDir). */
function environmentFile(environment: Environment): Result<string> {
  if (variableOf(environment, 'GOENV') === 'off') {
    return failed(
      problemOf('fileUnreadable', 'GOENV is off, so Go reads no settings file.', { advice: 'Unset GOENV.' }),
    );
  }
  const named = pathInVariable(environment, 'GOENV');
  return ok(named ?? pathsOf(environment).join(settingsFolder(environment, roaming), 'go', 'env'));
}
