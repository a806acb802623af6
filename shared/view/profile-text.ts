import type { ProfileSummary } from '../contract/requests.ts';

/** How a profile comes by its credentials, in a word or two. */
export const profileKinds: Readonly<Record<ProfileSummary['kind'], string>> = {
  sso: 'SSO',
  role: 'role',
  keys: 'access keys',
  process: 'credential process',
  login: 'console login',
  webIdentity: 'web identity',
  chain: 'environment',
  none: 'no credentials',
};

/** "SSO · account 111122223333 · eu-west-1", as far as it is known. */
export function profileDetail({ kind, account, region }: ProfileSummary): string {
  return [profileKinds[kind], account === null ? null : `account ${account}`, region]
    .filter((part) => part !== null)
    .join(' · ');
}
