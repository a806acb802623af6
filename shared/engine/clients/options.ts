import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { BindingOptions, ClientOption } from '../../contract/snapshot.ts';
import type { Client } from './client.ts';

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

/** Why these options don't fit the client; null when they do. */
export function wrongOptions({ title, options: known = [] }: Client, options: BindingOptions): Problem | null {
  for (const [name, value] of Object.entries(options)) {
    const option = known.find((candidate) => candidate.name === name);
    if (option === undefined) {
      return problemOf('invalidInput', `${title} has no option ${name}.`, { advice: 'Leave it out.' });
    }
    if (!isValid(option, value)) {
      const values = option.choices?.map((choice) => choice.value).join(', ') ?? `for example ${option.example}`;
      return problemOf('invalidInput', `${value} is not a valid ${option.label.toLowerCase()}.`, {
        advice: `Use ${values}.`,
      });
    }
  }
  return null;
}

function isValid({ pattern, choices }: ClientOption, value: string): boolean {
  if (choices !== null && !choices.some((choice) => choice.value === value)) return false;
  return new RegExp(`^(?:${pattern})$`).test(value);
}
