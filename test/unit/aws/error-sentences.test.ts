import { expect, test } from 'vitest';
import { explainAwsError } from '../../../shared/adapters/aws/errors/explain.ts';
import type { CallContext } from '../../../shared/adapters/aws/errors/words.ts';
import { awsErrors } from '../../fixtures/aws-errors.ts';

const call: CallContext = {
  profile: 'work',
  region: 'eu-west-1',
  domain: 'payments',
  domainOwner: '444455556666',
  operation: 'GetAuthorizationToken',
};

const rows = awsErrors.flatMap(({ problem, context, errors }) =>
  Object.entries(errors).map(([what, error]) => [what, error, { ...call, ...context }, problem] as const),
);

test.each(rows)('%s is told in one sentence, with the one action that helps', (_, facts, context, problem) => {
  const { message = 'PLANTED text of the error', ...rest } = facts;
  expect(explainAwsError(Object.assign(new Error(message), rest), context)).toEqual(problem);
});

test('where no owner is known, none is asked for', () => {
  const error = Object.assign(new Error(), { name: 'ResourceNotFoundException', resourceType: 'repository' });
  expect(explainAwsError(error, { profile: 'work', region: 'eu-west-1', operation: 'ListDomains' })).toMatchObject({
    message: 'There is no repository of that name in CodeArtifact in eu-west-1 (asked as profile work).',
    command: 'aws codeartifact list-repositories-in-domain --region eu-west-1 --domain DOMAIN --profile work',
  });
});

test('a profile with a quote in its name can not end the command', () => {
  const error = Object.assign(new Error('Token is expired.'), { name: 'CredentialsProviderError' });
  expect(explainAwsError(error, { ...call, profile: "ann's; rm" }).command).toBe(
    String.raw`codeartifact-tray sign-in --profile 'ann'\''s; rm'`,
  );
});
