import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../components/controls/field.tsx';

/** What the dialog holds while it is filled in; empty texts are not said. */
export type RoleDraft = Readonly<
  Record<
    'profile' | 'sourceProfile' | 'roleArn' | 'externalId' | 'region' | 'domain' | 'domainOwner' | 'repository',
    string
  >
>;
export type RoleErrors = Readonly<Partial<Record<keyof RoleDraft, string>>>;

type RoleFieldsProps = {
  readonly draft: RoleDraft;
  readonly errors: RoleErrors;
  readonly change: (part: Partial<RoleDraft>) => void;
  /** Profiles that a role can be taken from. */
  readonly sources: readonly { readonly value: string; readonly label: string }[];
};

export function RoleFields({ draft, errors, change, sources }: RoleFieldsProps): ReactNode {
  const text = (name: keyof RoleDraft) => ({
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <>
      <TextField
        label="Role ARN"
        hint="As your administrator, or the vendor whose packages you get, names it."
        placeholder="arn:aws:iam::111122223333:role/codeartifact-read"
        {...text('roleArn')}
      />
      <div className="field-pair">
        <TextField label="External ID" hint="Only where you were given one." {...text('externalId')} />
        <SelectField
          label="Take the role as"
          options={[{ value: '', label: 'Choose a profile' }, ...sources]}
          value={draft.sourceProfile}
          error={errors.sourceProfile}
          onChange={(sourceProfile) => change({ sourceProfile })}
        />
      </div>
      <div className="field-pair">
        <TextField
          label="Name of the new profile"
          hint="A profile of this name is changed."
          placeholder="packages"
          {...text('profile')}
        />
        <TextField label="Region" placeholder="eu-west-1" {...text('region')} />
      </div>
      <div className="field-pair">
        <TextField label="Domain" placeholder="platform" {...text('domain')} />
        <TextField
          label="Domain owner"
          hint="12 digits; the role's own account when left out."
          placeholder="111122223333"
          {...text('domainOwner')}
        />
      </div>
      <TextField
        label="Repository"
        hint="For the policy and the test; every repository of the domain when left out."
        placeholder="web"
        {...text('repository')}
      />
    </>
  );
}
