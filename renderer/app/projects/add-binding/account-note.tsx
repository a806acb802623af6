import type { ReactNode } from 'react';
import { accountId, domainName } from '../../../../shared/contract/names.ts';
import type { Params } from '../../../../shared/contract/requests.ts';
import { accountSentences } from '../../../../shared/view/account-text.ts';
import { plainText } from '../../../../shared/view/plain-text.ts';
import { ProblemNote } from '../../../components/standing/problem-note.tsx';
import { useAnswer } from '../../../state/use-answer.ts';
import type { BindingDraft } from './binding-draft.ts';
import { profileAndRegion } from './draft-props.ts';

/** Whose account the profile is, and whether the domain is another's. Nothing where nobody can say. */
export function AccountNote({ draft }: { readonly draft: BindingDraft }): ReactNode {
  const { answer } = useAnswer('profiles.account', accountParams(draft));
  if (answer.state !== 'ready') return null;
  const { warning } = answer.value;
  return (
    <>
      {accountSentences(answer.value).map((sentence) => (
        <p key={sentence} className="field-hint">
          {plainText(sentence)}
        </p>
      ))}
      {warning !== null && <ProblemNote problem={warning} tone="warn" />}
    </>
  );
}

/** Null while profile and region are not complete; the domain is left out until it is. */
function accountParams(draft: BindingDraft): Params<'profiles.account'> | null {
  const known = profileAndRegion(draft);
  const { domain, domainOwner, domainSettled } = draft;
  const isNamed = domainSettled && domainName.safeParse(domain).success && accountId.safeParse(domainOwner).success;
  return known !== null && isNamed ? { ...known, domain, domainOwner } : known;
}
