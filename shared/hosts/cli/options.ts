import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { DEFAULT_CHAIN } from '../../contract/names.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { ClientName, EndpointType } from '../../contract/names.ts';
import type { NewBinding } from '../../contract/requests.ts';
import type { BindingOptions, ClientOption } from '../../contract/snapshot.ts';
import { clients } from '../../engine/clients/index.ts';

/** Where in AWS a command looks. */
export type AddressOptions = {
  readonly domain: string;
  readonly domainOwner?: string;
  readonly profile?: string;
  readonly region?: string;
};

export type BindingCommandOptions = AddressOptions & {
  readonly tool: ClientName;
  readonly repository: string;
  readonly durationSeconds?: number;
  readonly endpointType?: EndpointType;
  readonly project?: string;
  /** Those of the clients, under the names commander gives them. */
  readonly [flag: string]: unknown;
};

export function withAddressOptions(command: Command): Command {
  return command
    .requiredOption('--domain <domain>', 'CodeArtifact domain')
    .option('--domain-owner <account>', "account that owns the domain (default: the profile's own)")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)");
}

/** The options of `aws codeartifact login`, --project, and those that clients have of their own. */
export function withBindingOptions(command: Command): Command {
  const tools = clients.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const complete = withAddressOptions(command)
    .addOption(new Option('--tool <tool>', 'package manager').choices(tools).makeOptionMandatory())
    .requiredOption('--repository <repository>', 'CodeArtifact repository')
    .option('--duration-seconds <seconds>', 'lifetime of the token: 900 to 43200, or 0', parseSeconds)
    .addOption(new Option('--endpoint-type <type>', 'kind of repository endpoint').choices(['ipv4', 'dualstack']))
    .option('--project <folder>', 'project folder (default: the user level)');
  return clientFlags().reduce((so, { flag, description }) => {
    const option = new Option(`--${flag} <value>`, description);
    return so.addOption(option.helpGroup('Options of package managers:'));
  }, complete);
}

/** Each option that some client has, once, with the clients that have it. */
function clientFlags() {
  const options = clients.flatMap(({ name, options: own = [] }) => own.map((option) => ({ ...option, client: name })));
  const flags = [...new Set(options.map(({ flag }) => flag))];
  return flags.flatMap((flag) => {
    const users = options.filter((option) => option.flag === flag);
    const [first] = users;
    return first === undefined ? [] : [{ ...first, description: described(users) }];
  });
}

/** What each client means by an option and takes for it; those that say the same together. */
function described(users: readonly (ClientOption & { readonly client: ClientName })[]): string {
  const meanings = Map.groupBy(users, ({ hint, choices, example }) => {
    const values = choices?.map(({ value }) => value).join(', ');
    return `${hint} ${values === undefined ? `Example: ${example}` : `One of: ${values}.`}`;
  });
  return [...meanings].map(([text, same]) => `${same.map(({ client }) => client).join(', ')}: ${text}`).join(' ');
}

/** The request that `login`, `add` and `login --dry-run` make of their options. */
export function newBindingOf(options: BindingCommandOptions, enabled: boolean): NewBinding {
  const { tool, repository, durationSeconds, endpointType, project, domain, domainOwner, region } = options;
  return {
    project: project ?? USER_LEVEL,
    client: tool,
    profile: profileOf(options),
    domain,
    repository,
    enabled,
    options: clientOptionsOf(options),
    ...(region === undefined ? {} : { region }),
    ...(domainOwner === undefined ? {} : { domainOwner }),
    ...(endpointType === undefined ? {} : { endpointType }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** An option of another client keeps its name, so that the engine can say that this one has none. */
function clientOptionsOf(options: BindingCommandOptions): BindingOptions {
  const given = clientFlags().flatMap(({ flag, name }) => {
    const value = options[flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

/** As the AWS CLI: the option, AWS_PROFILE, keys in the environment, and else the profile named default. */
export function profileOf({ profile }: { readonly profile?: string | undefined }): string {
  const named = profile ?? process.env['AWS_PROFILE'];
  if (named !== undefined && named !== '') return named;
  const keys = process.env['AWS_ACCESS_KEY_ID'] ?? process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  return keys === undefined ? 'default' : DEFAULT_CHAIN;
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && (seconds === 0 || (seconds >= 900 && seconds <= 43_200))) return seconds;
  throw new InvalidArgumentError('Use 900 to 43200 seconds, or 0 for as long as your session lasts.');
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is 0 to 65535.');
}
