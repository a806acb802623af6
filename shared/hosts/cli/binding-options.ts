import path from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { ClientName } from '../../contract/names.ts';
import { endpointTypes } from '../../contract/plain-names.ts';
import type { NewBinding } from '../../contract/requests.ts';
import type { BindingOptions, ClientOption } from '../../contract/snapshot.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Client } from '../../engine/clients/client.ts';
import { awsOption, awsOutputs } from './aws-options.ts';
import { addressCommand, jsonOption, parseSeconds } from './options.ts';
import { profileOf } from './profile-of.ts';

/** A command with the options of `aws codeartifact login`, --project, and those that clients have of their own. */
export function bindingCommand(program: Command, name: string, clients: readonly Client[]) {
  const tools = clients.flatMap((client) => [client.name, ...(client.aliases ?? [])]);
  const command = addressCommand(program, name)
    .addOption(new Option('--tool <tool>', 'package manager').choices(tools).makeOptionMandatory())
    .requiredOption('--repository <repository>', 'CodeArtifact repository')
    .option('--duration-seconds <seconds>', 'lifetime of the token: 900 to 43200, or 0', parseSeconds)
    .addOption(new Option('--endpoint-type <type>', 'kind of repository endpoint').choices(endpointTypes))
    .option('--project <folder>', 'project folder (default: the user level)')
    .option('--exec-only', 'write no file: registry and token are for "codeartifact-tray exec" and "env" alone')
    .addOption(jsonOption);
  // `aws codeartifact login` prints the same whatever they say.
  command.addOption(awsOption('--output <format>', 'accepted; means nothing here').choices(awsOutputs));
  command.addOption(awsOption('--query <expression>', 'accepted; means nothing here'));
  for (const { flag, description } of clientFlags(clients)) {
    const option = new Option(`--${flag} <value>`, description);
    command.addOption(option.helpGroup('Options of package managers:'));
  }
  return command;
}

export type BindingCommandOptions = ReturnType<ReturnType<typeof bindingCommand>['opts']>;

/** Each option that some client has, once, with the clients that have it. */
function clientFlags(clients: readonly Client[]) {
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
export function newBindingOf(
  options: BindingCommandOptions,
  { enabled, clients }: { readonly enabled: boolean; readonly clients: readonly Client[] },
): NewBinding {
  const { tool, repository, durationSeconds, project, domain, domainOwner, region } = options;
  return {
    project: project === undefined ? USER_LEVEL : path.resolve(project),
    client: tool,
    profile: profileOf(options),
    domain,
    repository,
    enabled,
    execOnly: options.execOnly === true,
    options: clientOptionsOf(options, clients),
    ...(region === undefined ? {} : { region }),
    ...(domainOwner === undefined ? {} : { domainOwner }),
    ...(options.endpointType === undefined ? {} : { endpointType: options.endpointType }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** An option of another client keeps its name, so that the engine can say that this one has none. */
function clientOptionsOf(options: Readonly<Record<string, unknown>>, clients: readonly Client[]): BindingOptions {
  const given = clientFlags(clients).flatMap(({ flag, name }) => {
    const value = options[flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}
