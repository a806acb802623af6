import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { isLoopback } from '../../ports/endpoint.ts';
import { goEnvEditor } from '../editors/env.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { Client, ClientBinding } from './client.ts';
import { foundAt } from './parts/found-at.ts';
import { machinePlaces, machineTargets } from './parts/netrc-file.ts';
import { userLevelOnly } from './parts/project.ts';
import { pathInVariable, pathsOf, roaming, settingsFolder, variableOf } from './parts/folders.ts';
import { fromVariable, inFile } from './parts/place.ts';
import { goErrors } from './go-errors.ts';

/**
 * Go 1.19 to 1.27. CodeArtifact has no Go format, so all there can be is a module proxy of the person's own in front of it: its URL
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
  optionFault: (name, value) => (name === 'proxyUrl' ? proxyFault(value) : null),
  scopeText: ({ options }) => (options['proxyUrl'] === undefined ? "the domain's host" : 'module proxy'),

  async targets(binding, context) {
    if (binding.projectPath !== null) return userLevelOnly('Go keeps its settings per user, not per project.');
    const proxy = binding.options['proxyUrl'];
    const fault = proxy === undefined ? null : proxyFault(proxy);
    // Bindings of earlier versions, which took any.
    if (fault !== null) return failed(proxyUntrusted(fault));
    const netrc = await machineTargets([...new Set(Object.values(machinesOf(binding)))], context);
    if (proxy === undefined) return ok(netrc);
    const file = environmentFile(context.environment);
    if (!file.ok) return file;
    return ok([{ path: file.value, editor: 'goEnv', entries: [{ entry: ['GOPROXY'], value: proxy }] }, ...netrc]);
  },

  errors: goErrors,

  async lookup(binding, context) {
    const credential = await machinePlaces(machinesOf(binding).newer, context);
    const expected = binding.options['proxyUrl'];
    if (expected === undefined) return { registry: [], credential };
    const file = environmentFile(context.environment);
    const inSettings = file.ok ? [inFile('goEnv')(file.value, ['GOPROXY'])] : [];
    return { registry: [fromVariable('GOPROXY'), ...inSettings], credential, expected };
  },

  async inspect(_binding, context) {
    const { environment, read } = context;
    const variable = variableOf(environment, 'GOAUTH');
    if (variable !== null) {
      const origin = { name: 'GOAUTH', path: null, line: null };
      return leavesNetrcOut(variable) ? [{ severity: 'wrong', problem: netrcLeftOut('the environment'), origin }] : [];
    }
    const file = environmentFile(environment);
    const text = file.ok ? await read(file.value) : null;
    const document = text === null ? null : goEnvEditor.read(text);
    if (!file.ok || text === null || document === null || !document.ok) return [];
    return document.value
      .find(['GOAUTH'])
      .filter(({ value }) => leavesNetrcOut(value))
      .map(({ start }) => foundAt('wrong', { path: file.value, text, offset: start }, context, netrcLeftOut));
  },

  // A proxy in front of CodeArtifact has a host of its own, so nothing tells it from others.
  meaning: () => null,

  variables({ options: { proxyUrl } }) {
    return proxyUrl === undefined || proxyFault(proxyUrl) !== null
      ? {}
      : { GOPROXY: proxyUrl.replace('://', `://aws:${TOKEN_SLOT}@`) };
  },
};

/**
 * Names of the netrc entries, for the first proxy of the list, where modules are asked for. Both are compared with the URL as it is
 * written: Go before 1.24 looks for the host alone, without the brackets of IPv6, later ones for host and port (cmd/go/internal/auth).
 */
function machinesOf({ endpoint, options: { proxyUrl } }: ClientBinding) {
  const newer = /^https?:\/\/([^/?#,|]*)/.exec(proxyUrl ?? endpoint)?.[1] ?? '';
  return { older: newer.replace(/:\d*$/, '').replaceAll(/[[\]]/g, ''), newer };
}

function proxyUntrusted(fault: string): Problem {
  return problemOf('endpointUntrusted', `The module proxy of this binding gets no token: it ${fault}.`, {
    advice: 'Log in again with a proxy that is asked over https.',
  });
}

/** The token goes to the first proxy of the list. */
function proxyFault(proxyUrl: string): string | null {
  const [first = ''] = proxyUrl.split(/[,|]/);
  const url = URL.parse(first);
  if (url === null) return 'begins with no URL';
  return url.protocol === 'https:' || isLoopback(url.hostname)
    ? null
    : 'is plain http, so that everybody on the way could read the token';
}

/** Commands that Go 1.24 and later take credentials from, `netrc` when it is empty; older ones read netrc in any case. */
function leavesNetrcOut(goAuth: string): boolean {
  return goAuth !== '' && goAuth.split(';').every((command) => command.trim() !== 'netrc');
}

function netrcLeftOut(place: string): Problem {
  return problemOf('credentialShadowed', `Go does not read the netrc file, because GOAUTH in ${place} leaves it out.`, {
    advice: 'Add netrc to GOAUTH, as in GOAUTH="netrc; …", or take GOAUTH away.',
  });
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
