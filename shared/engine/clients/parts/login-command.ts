import type { ClientBinding } from '../client.ts';

/**
 * The command that adds or changes a binding of the client for the binding's domain and project. `repository` is the binding's own when
 * left out; `flags` are options of the client, by their names on the command line.
 */
export function loginCommand(
  tool: string,
  binding: ClientBinding,
  flags: Readonly<Record<string, string>>,
  repository = binding.repository,
): string {
  const { domain, domainOwner, profile, region, projectPath } = binding;
  const options = {
    tool,
    domain,
    'domain-owner': domainOwner,
    repository,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(projectPath === null ? {} : { project: projectPath }),
    ...flags,
  };
  const words = Object.entries(options).map(([name, value]) => `--${name} ${wordOf(value)}`);
  return `codeartifact-tray login ${words.join(' ')}`;
}

/** As a word of a shell's command line: in quotes where something in it would be taken for more. */
export function wordOf(value: string): string {
  return /^[\w@:/.,+-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
