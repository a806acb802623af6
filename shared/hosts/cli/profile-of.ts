import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';

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
