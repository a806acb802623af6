import type { ReactNode } from 'react';
import { accountId, domainName } from '../../../../shared/contract/names.ts';
import type { Params, RepositorySummary } from '../../../../shared/contract/requests.ts';
import { plainText } from '../../../../shared/view/plain-text.ts';
import { ChoiceField, type ChoiceOption } from './choice-field.tsx';
import { TextField } from '../../../components/controls/field.tsx';
import { useListing, useOnlyChoice } from '../../../state/use-choices.ts';
import type { BindingDraft } from './binding-draft.ts';
import { profileAndRegion, type DraftProps } from './draft-props.ts';

/** The repository: one of the domain by choice, or by name where listing is not allowed. */
export function RepositoryField({ draft, errors, change }: DraftProps): ReactNode {
  const { choices, reload } = useListing('repositories.list', listParams(draft));
  useOnlyChoice(choices, (repository) => {
    if (!draft.typesRepository) change({ repository: repository.name });
  });

  return (
    <ChoiceField
      label="Repository"
      plural="repositories"
      choices={choices}
      toOption={repositoryOption}
      value={draft.repository}
      onChoose={(name) => change({ repository: name ?? '', typesRepository: name === null })}
      reload={reload}
      profile={draft.profile}
      error={errors.repository}
      typed={{
        label: 'Another repository…',
        wanted: draft.typesRepository,
        empty: 'This domain lists no repository. Name the one you use:',
        fields: (
          <TextField
            label="Repository name"
            value={draft.repository}
            error={errors.repository}
            onChange={(repository) => change({ repository: repository.trim() })}
          />
        ),
      }}
    />
  );
}

/** Null until the domain is complete: a half typed name is not worth a request. */
function listParams(draft: BindingDraft): Params<'repositories.list'> | null {
  const credentials = profileAndRegion(draft);
  const { domain, domainOwner } = draft;
  if (credentials === null || !draft.domainSettled || !domainName.safeParse(domain).success) return null;
  if (domainOwner === '') return { ...credentials, domain };
  return accountId.safeParse(domainOwner).success ? { ...credentials, domain, domainOwner } : null;
}

function repositoryOption({ name, description }: RepositorySummary): ChoiceOption {
  const label = description === null || description === '' ? name : `${name}: ${description}`;
  return { value: name, label: plainText(label) };
}
