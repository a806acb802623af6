import type { ReactNode } from 'react';
import type { ProfileSummary } from '../../../../shared/contract/requests.ts';
import { profileKinds } from '../../../../shared/view/profile-text.ts';
import { ChoiceField, type ChoiceOption } from './choice-field.tsx';
import { TextField } from '../../../components/controls/field.tsx';
import { useChoices, useOnlyChoice } from '../../../state/use-choices.ts';
import type { DraftProps } from './draft-props.ts';

/** The profile, and the region that comes with it unless another is wanted. */
export function ProfileFields({ draft, errors, change }: DraftProps): ReactNode {
  const { choices, reload } = useChoices('profiles.list', {});
  const profiles = choices.state === 'ready' ? choices.items : [];

  function choose(name: string | null): void {
    const region = profiles.find((profile) => profile.name === name)?.region ?? '';
    change({ profile: name ?? '', region, domain: '', domainOwner: '', repository: '' });
  }

  useOnlyChoice(choices, ({ name }) => choose(name));

  return (
    <div className="field-pair">
      <ChoiceField
        label="Profile"
        plural="profiles"
        choices={choices}
        toOption={profileOption}
        value={draft.profile}
        onChoose={choose}
        reload={reload}
        error={errors.profile}
        empty="No profile was found. Create one with aws configure sso, then open this again."
      />
      <TextField
        label="Region"
        placeholder="eu-west-1"
        value={draft.region}
        error={errors.region}
        suggestions={[...new Set(profiles.flatMap((profile) => profile.region ?? []))]}
        onChange={(region) => change({ region: region.trim(), domain: '', domainOwner: '', repository: '' })}
      />
    </div>
  );
}

function profileOption(profile: ProfileSummary): ChoiceOption {
  const details = [profileKinds[profile.kind], profile.account].filter((part) => part !== null).join(', ');
  return { value: profile.name, label: `${profile.name} (${details})` };
}
