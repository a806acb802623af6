import type { PastedBinding } from '../../contract/scan.ts';
import {
  accountId,
  domainName,
  endpointType,
  regionName,
  repositoryName,
  tokenDuration,
} from '../../contract/names.ts';
import type { BindingOptions } from '../../contract/snapshot.ts';
import type { Client, ClientContext } from '../clients/client.ts';
import { completeOptions } from '../clients/options.ts';
import { clients, findClient } from '../clients/index.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import { readWhole } from '../editors/edit-text.ts';
import { addressesIn } from './address.ts';
import type { Address } from './address.ts';
import { filesOf } from './documents.ts';
import type { FoundDocument } from './documents.ts';
import { hitsIn } from './hits.ts';
import { loginsOf } from './logins.ts';
import { mendedIn, nearAddresses } from './pasted-address.ts';
import type { ReadAddress } from './pasted-address.ts';
import { shellWords } from './shell-words.ts';
import { isApiHost, isDualstackHost } from '../../ports/partitions.ts';

/**
 * What could be bindings of a text that somebody pasted: command lines of `aws codeartifact login`, lines of files that clients read,
 * else addresses alone, for which the client is to be chosen. `accounts` are those of the AWS profiles. Keeps and answers no secret.
 */
export async function pastedBindings(
  text: string,
  origins: readonly URL[],
  context: ClientContext,
  accounts: readonly string[],
): Promise<readonly PastedBinding[]> {
  const commands = commandsIn(text, origins);
  if (commands.length > 0) return commands;
  const lines = await linesIn(text, origins, context);
  if (lines.length > 0) return lines;
  const addresses = addressesIn(text, origins);
  const first = addresses.filter(
    ({ host, repository }, index) =>
      addresses.findIndex((other) => other.host === host && other.repository?.endpoint === repository?.endpoint) ===
      index,
  );
  const near = nearAddresses(text, accounts);
  // Of a host that is right and a path that is not, only the host was read.
  const whole = near.length === 0 ? first : first.filter(({ repository }) => repository !== null);
  return [...whole.map((address) => ofAddress(address, null, {}, text)), ...near.map(ofNear)];
}

function commandsIn(text: string, origins: readonly URL[]): readonly PastedBinding[] {
  const found: PastedBinding[] = [];
  let command: string[] = [];
  for (const word of [...shellWords(text), ';']) {
    if (word !== ';') command.push(word);
    else {
      const binding = loginOf(command, origins);
      if (binding !== null) found.push(binding);
      command = [];
    }
  }
  return found;
}

/** Variables may stand in front, and options of `aws` itself anywhere. */
function loginOf(words: readonly string[], origins: readonly URL[]): PastedBinding | null {
  const start = words.findIndex((word) => /(?:^|[\\/])aws(?:\.exe|\.cmd)?$/i.test(word));
  const service = words.indexOf('codeartifact', start + 1);
  if (start < 0 || service < 0) return null;
  const operation = words.slice(service + 1).find((word) => word === 'login' || word === 'get-authorization-token');
  if (operation === undefined) return null;
  const given = optionsOf(words.slice(start + 1));
  const variables = variablesOf(words.slice(0, start));
  const client = findClient(given.get('tool') ?? '');
  const domain = valid(domainName, given.get('domain'));
  if (domain === null) return null;
  const scope = given.get('namespace');
  const seconds = Number(given.get('duration-seconds') ?? Number.NaN);
  const scopeOption = client?.options?.find(({ flag }) => flag === 'namespace');
  const options =
    client === null || scope === undefined || scopeOption === undefined ? {} : { [scopeOption.name]: scope };
  return {
    client: client?.name ?? null,
    candidates: (client === null ? clients : [client]).map(({ name }) => name),
    domain,
    domainOwner: valid(accountId, given.get('domain-owner')),
    region: valid(
      regionName,
      given.get('region') ?? variables.get('AWS_REGION') ?? variables.get('AWS_DEFAULT_REGION'),
    ),
    repository: valid(repositoryName, given.get('repository')),
    options: client === null ? options : completeOptions(client, options),
    profile: given.get('profile') ?? variables.get('AWS_PROFILE') ?? null,
    durationSeconds: tokenDuration.safeParse(seconds).success ? seconds : null,
    endpointType: endpointType.safeParse(given.get('endpoint-type')).data ?? null,
    endpointUrl: foreignEndpoint(given, variables, origins),
    mended: [],
    refusal: null,
  };
}

/** What the command has asked in place of AWS, unless that is asked here anyway. */
function foreignEndpoint(
  options: ReadonlyMap<string, string>,
  variables: ReadonlyMap<string, string>,
  origins: readonly URL[],
): string | null {
  const text =
    options.get('endpoint-url') ?? variables.get('AWS_ENDPOINT_URL_CODEARTIFACT') ?? variables.get('AWS_ENDPOINT_URL');
  if (text === undefined) return null;
  const url = URL.parse(text);
  // Without a scheme it has none: it is said as nobody can misread it.
  if (url === null || url.host === '') return 'an address that is none';
  const isAsked = origins.some(({ origin }) => origin === url.origin) || isApiHost(url.hostname);
  return isAsked ? null : `${url.protocol}//${url.host}`;
}

/** `--name value` and `--name=value`, by name. */
function optionsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [index, word] of words.entries()) {
    const [, name, value] = /^--([a-z-]+)(?:=([^]*))?$/.exec(word) ?? [];
    const next = words[index + 1];
    const given = value ?? (next === undefined || next.startsWith('--') ? undefined : next);
    if (name !== undefined && given !== undefined) options.set(name, given);
  }
  return options;
}

function variablesOf(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.flatMap((word) => {
      const [, name, value] = /^(?:\$env:)?([A-Za-z_]\w*)=([^]*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function valid(
  schema: { safeParse(value: unknown): { readonly data?: string | undefined } },
  value: string | undefined,
) {
  return schema.safeParse(value).data ?? null;
}

/** The text as each of the clients' files, also as lines of pip.conf without their section. */
async function linesIn(
  text: string,
  origins: readonly URL[],
  context: ClientContext,
): Promise<readonly PastedBinding[]> {
  const readers = new Map<EditorName, Client[]>();
  for (const client of clients) {
    for (const project of [null, context.environment.home]) {
      for (const { editor } of await filesOf(client, project, context)) {
        const known = readers.get(editor) ?? [];
        if (!known.includes(client)) known.push(client);
        readers.set(editor, known);
      }
    }
  }
  const found: PastedBinding[] = [];
  for (const [editor, known] of readers) {
    for (const shape of editor === 'pythonIni' ? [text, `[global]\n${text}`] : [text]) {
      const read = readWhole(editors[editor], shape);
      if (!read.ok) continue;
      const document: FoundDocument = { path: 'pasted', editor, document: read.value, readers: known, project: null };
      for (const { client, address, options, hits } of loginsOf(hitsIn(document, origins) ?? [])) {
        const isRegistry = hits.some(({ meaning }) => meaning?.role === 'registry');
        const isItsOwn = client.format === 'generic' || address?.repository?.format === client.format;
        if (address !== null && isRegistry && isItsOwn) found.push(ofAddress(address, client, options, text));
      }
      if (found.length > 0) return found;
    }
  }
  return found;
}

function ofAddress(address: Address, client: Client | null, options: BindingOptions, text: string): PastedBinding {
  const { domain, domainOwner, region, repository } = address;
  const candidates = clients.filter(({ format }) => repository === null || format === repository.format);
  return {
    client: client?.name ?? null,
    candidates: (client === null ? candidates : [client]).map(({ name }) => name),
    domain,
    domainOwner,
    region,
    repository: repository?.name ?? null,
    options,
    profile: null,
    durationSeconds: null,
    endpointType: isDualstackHost(address.host) ? 'dualstack' : null,
    endpointUrl: null,
    mended: repository === null ? [] : mendedIn(text, repository.endpoint, repository.format, client?.name ?? null),
    refusal: null,
  };
}

function ofNear({ format, isDualstack, ...near }: ReadAddress): PastedBinding {
  return {
    ...near,
    client: null,
    candidates: clients.filter((client) => client.format === format).map(({ name }) => name),
    options: {},
    profile: null,
    durationSeconds: null,
    endpointType: isDualstack ? 'dualstack' : null,
    endpointUrl: null,
  };
}
