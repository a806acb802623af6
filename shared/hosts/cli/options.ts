import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { clientNames, DEFAULT_CHAIN, npmScope, USER_LEVEL } from '../../contract/names.ts';
import type { ClientName } from '../../contract/names.ts';
import type { NewBinding } from '../../contract/requests.ts';

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
  readonly namespace?: string;
  readonly durationSeconds?: number;
  readonly endpointType?: 'ipv4' | 'dualstack';
  readonly project?: string;
};

export function withAddressOptions(command: Command): Command {
  return command
    .requiredOption('--domain <domain>', 'CodeArtifact domain')
    .option('--domain-owner <account>', "account that owns the domain (default: the profile's own)")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)");
}

/** The options of `aws codeartifact login`, and --project. */
export function withBindingOptions(command: Command): Command {
  return withAddressOptions(command)
    .addOption(new Option('--tool <tool>', 'package manager').choices(clientNames).makeOptionMandatory())
    .requiredOption('--repository <repository>', 'CodeArtifact repository')
    .option('--namespace <scope>', "npm: set only this scope's registry, for example @team", parseScope)
    .option('--duration-seconds <seconds>', 'lifetime of the token: 900 to 43200, or 0', parseSeconds)
    .addOption(new Option('--endpoint-type <type>', 'kind of repository endpoint').choices(['ipv4', 'dualstack']))
    .option('--project <folder>', 'project folder (default: the user level)');
}

/** The request that `login`, `add` and `login --dry-run` make of their options. */
export function newBindingOf(options: BindingCommandOptions, enabled: boolean): NewBinding {
  const { tool, repository, namespace, durationSeconds, endpointType, project, domain, domainOwner, region } = options;
  return {
    project: project ?? USER_LEVEL,
    client: tool,
    profile: profileOf(options),
    domain,
    repository,
    enabled,
    options: namespace === undefined ? {} : { scope: namespace },
    ...(region === undefined ? {} : { region }),
    ...(domainOwner === undefined ? {} : { domainOwner }),
    ...(endpointType === undefined ? {} : { endpointType }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** As the AWS CLI: the option, AWS_PROFILE, keys in the environment, and else the profile named default. */
export function profileOf({ profile }: { readonly profile?: string | undefined }): string {
  const named = profile ?? process.env['AWS_PROFILE'];
  if (named !== undefined && named !== '') return named;
  const keys = process.env['AWS_ACCESS_KEY_ID'] ?? process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  return keys === undefined ? 'default' : DEFAULT_CHAIN;
}

function parseScope(text: string): string {
  const scope = text.startsWith('@') ? text : `@${text}`;
  if (!npmScope.safeParse(scope).success) throw new InvalidArgumentError('A scope looks like @team.');
  return scope;
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
