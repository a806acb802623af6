import path from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DEFAULT_CHAIN, endpointType } from '../../contract/names.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { ClientName } from '../../contract/names.ts';
import type { NewBinding } from '../../contract/requests.ts';
import type { BindingOptions, ClientOption } from '../../contract/snapshot.ts';
import { addAwsOptions, awsOption, awsOutputs } from './aws-options.ts';
import { clients } from '../../engine/clients/index.ts';

/** Of every command that reports. */
export const jsonOption = new Option('--json', 'print one JSON document');

/** Of commands that need an AWS session. */
export const signInOption = new Option('--sign-in', 'sign in to AWS first, where that is needed');

/** A command of this name with the options that say where in AWS it looks. */
export function addressCommand(program: Command, name: string) {
  const command = program
    .command(name)
    .requiredOption('--domain <domain>', 'CodeArtifact domain')
    .option('--domain-owner <account>', "account that owns the domain (default: the profile's own)")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)");
  addAwsOptions(command, { keeps: name === 'login' || name === 'add' });
  return command;
}

/** A command with the options of `aws codeartifact login`, --project, and those that clients have of their own. */
export function bindingCommand(program: Command, name: string) {
  const tools = clients.flatMap((client) => [client.name, ...(client.aliases ?? [])]);
  const command = addressCommand(program, name)
    .addOption(new Option('--tool <tool>', 'package manager').choices(tools).makeOptionMandatory())
    .requiredOption('--repository <repository>', 'CodeArtifact repository')
    .option('--duration-seconds <seconds>', 'lifetime of the token: 900 to 43200, or 0', parseSeconds)
    .addOption(new Option('--endpoint-type <type>', 'kind of repository endpoint').choices(endpointType.options))
    .option('--project <folder>', 'project folder (default: the user level)')
    .option('--exec-only', 'write no file: registry and token are for "codeartifact-tray exec" and "env" alone')
    .addOption(jsonOption);
  // `aws codeartifact login` prints the same whatever they say.
  command.addOption(awsOption('--output <format>', 'accepted; means nothing here').choices(awsOutputs));
  command.addOption(awsOption('--query <expression>', 'accepted; means nothing here'));
  for (const { flag, description } of clientFlags()) {
    const option = new Option(`--${flag} <value>`, description);
    command.addOption(option.helpGroup('Options of package managers:'));
  }
  return command;
}

export type BindingCommandOptions = ReturnType<ReturnType<typeof bindingCommand>['opts']>;

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
  const { tool, repository, durationSeconds, project, domain, domainOwner, region } = options;
  return {
    project: project === undefined ? USER_LEVEL : path.resolve(project),
    client: tool,
    profile: profileOf(options),
    domain,
    repository,
    enabled,
    execOnly: options.execOnly === true,
    options: clientOptionsOf(options),
    ...(region === undefined ? {} : { region }),
    ...(domainOwner === undefined ? {} : { domainOwner }),
    ...(options.endpointType === undefined ? {} : { endpointType: options.endpointType }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** An option of another client keeps its name, so that the engine can say that this one has none. */
function clientOptionsOf(options: Readonly<Record<string, unknown>>): BindingOptions {
  const given = clientFlags().flatMap(({ flag, name }) => {
    const value = options[flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

/**
 * As the AWS CLI (botocore 1.43 credentials.py): the option, keys in the environment, AWS_PROFILE, what else the environment has
 * credentials from, and else the profile named default.
 */
export function profileOf({ profile }: { readonly profile?: string | undefined }): string {
  const { env } = process;
  if (profile !== undefined && profile !== '') return profile;
  if (env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']) return DEFAULT_CHAIN;
  if (env['AWS_PROFILE']) return env['AWS_PROFILE'];
  const offers = [
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  return offers.some((name) => env[name]) ? DEFAULT_CHAIN : 'default';
}

/** A number as people write it, in digits; null for anything else that JavaScript would take for one, such as `0x10`, `1e3` or blanks. */
function numberIn(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

export function parseSeconds(text: string): number {
  const seconds = numberIn(text);
  const isLifetime = seconds === 0 || (seconds !== null && seconds >= 900 && seconds <= 43_200);
  if (isLifetime && Number.isInteger(seconds)) return seconds;
  throw new InvalidArgumentError('Use 900 to 43200 seconds, or 0 for as long as your session lasts.');
}

export function parsePort(text: string): number {
  const port = numberIn(text);
  if (port !== null && Number.isInteger(port) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is 0 to 65535.');
}

/** Lifetime of the demo's tokens; a token of CodeArtifact lives 12 hours at most. */
export function parseMinutes(text: string): number {
  const minutes = numberIn(text);
  if (minutes !== null && minutes > 0 && minutes <= 720) return minutes;
  throw new InvalidArgumentError('Use a number above 0, up to 720 minutes.');
}
