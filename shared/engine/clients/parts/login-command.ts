import { shellWord } from '../../files/shell-word.ts';
import type { ClientBinding } from '../client.ts';

/**
 * The command that adds or changes a binding of the client for the binding's domain and project. `repository` is the binding's own when
 * left out; `flags` are options of the client, or of login itself, by their names on the command line; true for one without a value.
 */
export function loginCommand(
  tool: string,
  binding: ClientBinding,
  flags: Readonly<Record<string, string | true>>,
  repository = binding.repository,
): string {
  const { domain, domainOwner, profile, region, projectPath } = binding;
  const options: Readonly<Record<string, string | true>> = {
    tool,
    domain,
    'domain-owner': domainOwner,
    repository,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(projectPath === null ? {} : { project: projectPath }),
    ...flags,
  };
  const words = Object.entries(options).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${shellWord(value)}`,
  );
  return `codeartifact-tray login ${words.join(' ')}`;
}
