import type { AccountView } from '../contract/account.ts';
import { DEFAULT_CHAIN } from '../contract/plain-names.ts';

/** Whose the profile is, and whose the domain where nobody said so: a sentence each. */
export function accountSentences(
  view: Pick<AccountView, 'profile' | 'account' | 'saidBy' | 'domainOwner' | 'ownerSaidBy'>,
): readonly string[] {
  const { profile, account, saidBy, domainOwner, ownerSaidBy } = view;
  const who = profile === DEFAULT_CHAIN ? 'The default credential chain' : `Profile ${profile}`;
  const sayers = { config: 'the AWS files say', STS: 'STS says', CodeArtifact: 'CodeArtifact says' } as const;
  const whose = account === null || saidBy === null ? [] : [`${who} is of account ${account}, ${sayers[saidBy]}.`];
  const isFound = ownerSaidBy === 'STS' || ownerSaidBy === 'CodeArtifact';
  const taken = isFound ? [`The domain's owner was not named; it is taken to be ${domainOwner ?? ''}.`] : [];
  return [...whose, ...taken];
}
