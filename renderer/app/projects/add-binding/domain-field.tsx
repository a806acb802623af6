import type { ReactNode } from 'react';
import type { DomainSummary } from '../../../../shared/contract/requests.ts';
import { ChoiceField, type ChoiceOption } from './choice-field.tsx';
import { TextField } from '../../../components/controls/field.tsx';
import { useListing, useOnlyChoice } from '../../../state/use-choices.ts';
import { profileAndRegion, type DraftProps } from './draft-props.ts';

/** The domain: one of the profile's own account by choice, any other by name and owner. */
export function DomainField({ draft, errors, change }: DraftProps): ReactNode {
  const { choices, reload } = useListing('domains.list', profileAndRegion(draft));
  useOnlyChoice(choices, ({ name, owner }) => {
    if (!draft.typesDomain) change({ domain: name, domainOwner: owner, domainSettled: true, repository: '' });
  });

  return (
    <ChoiceField
      label="Domain"
      plural="domains"
      choices={choices}
      toOption={domainOption}
      value={draft.domain === '' ? '' : keyOf(draft.domain, draft.domainOwner)}
      onChoose={(key) => {
        const [domain = '', domainOwner = ''] = key?.split(' ') ?? [];
        change({ domain, domainOwner, typesDomain: key === null, domainSettled: key !== null, repository: '' });
      }}
      reload={reload}
      profile={draft.profile}
      error={errors.domain}
      typed={{
        label: 'A domain of another account…',
        wanted: draft.typesDomain,
        empty: 'This account has no domain in this region. Name one of another account:',
        fields: <TypedDomain draft={draft} errors={errors} change={change} />,
      }}
    />
  );
}

function TypedDomain({ draft, errors, change }: DraftProps): ReactNode {
  const settle = (): void => {
    if (!draft.domainSettled) change({ domainSettled: true });
  };
  return (
    <div className="field-pair">
      <TextField
        label="Domain name"
        value={draft.domain}
        error={errors.domain}
        onChange={(domain) => change({ domain: domain.trim(), domainSettled: false, repository: '' })}
        onSettled={settle}
      />
      <TextField
        label="Owner’s account"
        placeholder="111122223333"
        hint="Leave it empty for the profile’s own account."
        value={draft.domainOwner}
        error={errors.domainOwner}
        onChange={(domainOwner) => change({ domainOwner: domainOwner.trim(), domainSettled: false, repository: '' })}
        onSettled={settle}
      />
    </div>
  );
}

function keyOf(name: string, owner: string): string {
  return `${name} ${owner}`;
}

function domainOption(domain: DomainSummary): ChoiceOption {
  return { value: keyOf(domain.name, domain.owner), label: `${domain.name} (${domain.owner})` };
}
