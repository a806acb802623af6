import type { ReactNode } from 'react';
import type { ClientOption } from '../../../../shared/contract/snapshot.ts';
import { SelectField, TextField } from '../../../components/controls/field.tsx';
import type { DraftProps } from './draft-props.ts';

type ClientOptionsProps = DraftProps & { readonly options: readonly ClientOption[] };

/** What can be chosen for this client, all of it optional. */
export function ClientOptions({ options, draft, errors, change }: ClientOptionsProps): ReactNode {
  return options.map(({ name, label, hint, example, choices }) => {
    const value = draft.options[name] ?? '';
    const say = (text: string): void => change({ options: { ...draft.options, [name]: text } });
    return choices === null ? (
      <TextField
        key={name}
        label={label}
        hint={hint}
        placeholder={example}
        value={value}
        error={errors.options?.[name]}
        onChange={say}
      />
    ) : (
      <SelectField
        key={name}
        label={label}
        hint={hint}
        options={choices}
        value={value === '' ? (choices[0]?.value ?? '') : value}
        onChange={say}
      />
    );
  });
}
