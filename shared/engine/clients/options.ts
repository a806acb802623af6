import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { BindingOptions, ClientOption } from '../../contract/snapshot.ts';
import type { Client } from './client.ts';
import { clients } from './index.ts';

/** The options as they are kept: with their prefixes, without empty ones. */
export function completeOptions({ options: known = [] }: Client, options: BindingOptions): BindingOptions {
  const given = Object.entries(options).filter(([, value]) => value !== '');
  return Object.fromEntries(
    given.map(([name, value]) => {
      const prefix = known.find((option) => option.name === name)?.prefix ?? '';
      return [name, value.startsWith(prefix) ? value : prefix + value];
    }),
  );
}

/** Why these options don't fit the client, with the names that the command line has for them; null when they do. */
export function wrongOptions(client: Client, options: BindingOptions): Problem | null {
  const { title, options: known = [] } = client;
  for (const [name, value] of Object.entries(options)) {
    const option = known.find((candidate) => candidate.name === name);
    if (option === undefined) {
      const flag = flagOf(name);
      const own = known.map((one) => (flag === null ? one.name : `--${one.flag}`)).join(' and ');
      const has = own === '' ? '' : ` ${title} has ${own}.`;
      const called = flag === null ? `called ${JSON.stringify(name)}` : `--${flag}`;
      return problemOf('invalidInput', `${title} has no option ${called}.`, { advice: `Leave it out.${has}` });
    }
    if (!isValid(option, value)) {
      const values = option.choices?.map((choice) => choice.value).join(', ') ?? `for example ${option.example}`;
      const what = `"${value}" is not a valid ${option.label.toLowerCase()} (--${option.flag}).`;
      return problemOf('invalidInput', what, { advice: `Use ${values}.` });
    }
    const fault = client.optionFault?.(name, value) ?? null;
    if (fault !== null) {
      const what = `"${value}" ${fault} (--${option.flag}).`;
      return problemOf('invalidInput', what, { advice: `Use another one, for example ${option.example}.` });
    }
  }
  return null;
}

function isValid({ pattern, choices }: ClientOption, value: string): boolean {
  if (choices !== null && !choices.some((choice) => choice.value === value)) return false;
  return new RegExp(`^(?:${pattern})$`).test(value);
}

/** What the command line calls an option that some client has; null where none has it, which only a request can name. */
function flagOf(name: string): string | null {
  return clients.flatMap(({ options = [] }) => options).find((option) => option.name === name)?.flag ?? null;
}
