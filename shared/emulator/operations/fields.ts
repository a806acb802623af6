import { formats } from '../../contract/names.ts';
import { validationError } from '../aws-error.ts';
import type { Reply } from '../reply.ts';

/** An input member of an operation. Names, patterns and ranges are those of the service model 2018-09-22. */
export type InputField = {
  /** Name in the API's messages and in the code. */
  readonly member: string;
  /** Name in the query or the JSON body. */
  readonly wire: string;
  readonly required?: boolean;
  /** What is wrong with a value, in the service's words; null when nothing is. */
  readonly violation: (value: string) => string | null;
};

const accountPattern = '[0-9]{12}';

export const domainField: InputField = {
  member: 'domain',
  wire: 'domain',
  required: true,
  violation: pattern(String.raw`[a-z][a-z0-9\-]{0,48}[a-z0-9]`),
};
export const domainOwnerField: InputField = {
  member: 'domainOwner',
  wire: 'domain-owner',
  violation: pattern(accountPattern),
};
export const repositoryField: InputField = {
  member: 'repository',
  wire: 'repository',
  required: true,
  violation: pattern(String.raw`[A-Za-z0-9][A-Za-z0-9._\-]{1,99}`),
};
export const repositoryPrefixField: InputField = {
  ...repositoryField,
  member: 'repositoryPrefix',
  wire: 'repository-prefix',
  required: false,
};
export const administratorAccountField: InputField = {
  member: 'administratorAccount',
  wire: 'administrator-account',
  violation: pattern(accountPattern),
};
export const formatField: InputField = { member: 'format', wire: 'format', required: true, violation: oneOf(formats) };
export const endpointTypeField: InputField = {
  member: 'endpointType',
  wire: 'endpointType',
  violation: oneOf(['dualstack', 'ipv4']),
};
export const durationField: InputField = { member: 'durationSeconds', wire: 'duration', violation: durationViolation };
export const maxResultsField: InputField = { member: 'maxResults', wire: 'max-results', violation: range(1, 1000) };
export const nextTokenField: InputField = {
  member: 'nextToken',
  wire: 'next-token',
  violation: (value) =>
    value.length >= 1 && value.length <= 2000 ? null : 'Member must have length between 1 and 2000, inclusive',
};

/** Every violation in one ValidationException, as the service reports them; null when the input is good. */
export function validate(fields: readonly InputField[], input: ReadonlyMap<string, string>): Reply | null {
  const violations = fields.flatMap((field) => {
    const value = input.get(field.member);
    if (value === undefined) {
      const missing = `Value null at '${field.member}' failed to satisfy constraint: Member must not be null`;
      return field.required === true ? [missing] : [];
    }
    const violation = field.violation(value);
    return violation === null
      ? []
      : [`Value '${value}' at '${field.member}' failed to satisfy constraint: ${violation}`];
  });
  if (violations.length === 0) return null;
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  return validationError(`${count}: ${violations.join('; ')}`, 'FIELD_VALIDATION_FAILED');
}

function pattern(source: string): InputField['violation'] {
  const whole = new RegExp(`^(?:${source})$`);
  return (value) => (whole.test(value) ? null : `Member must satisfy regular expression pattern: ${source}`);
}

function oneOf(values: readonly string[]): InputField['violation'] {
  return (value) => (values.includes(value) ? null : `Member must satisfy enum value set: [${values.join(', ')}]`);
}

function range(lowest: number, highest: number): InputField['violation'] {
  return (value) => {
    if (!/^-?\d+$/.test(value)) return 'Member must be an integer';
    if (Number(value) < lowest) return `Member must have value greater than or equal to ${lowest}`;
    return Number(value) > highest ? `Member must have value less than or equal to ${highest}` : null;
  };
}

/** The model allows 0 to 43200; the API reference adds that 1 to 899 are refused. */
function durationViolation(value: string): string | null {
  const outside = range(0, 43_200)(value);
  if (outside !== null) return outside;
  return Number(value) > 0 && Number(value) < 900 ? 'Member must be 0 or a number between 900 and 43200' : null;
}
