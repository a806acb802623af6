import type { ReactNode } from 'react';
import { wantsSession } from '../../../../shared/view/sign-in-text.ts';
import type { Choices } from '../../../state/use-choices.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Field } from '../../../components/controls/field.tsx';
import { SignInOffer } from '../../../components/sign-in/sign-in-offer.tsx';
import { ProblemNote } from '../../../components/standing/problem-note.tsx';

const OTHER = ' other';

export type ChoiceOption = { readonly value: string; readonly label: string };

type ChoiceFieldProps<Item> = {
  readonly label: string;
  /** The things in plural, for what is said meanwhile: `profiles`. */
  readonly plural: string;
  readonly choices: Choices<Item>;
  readonly toOption: (item: Item) => ChoiceOption;
  readonly value: string;
  /** Gets null when the person would rather type than choose. */
  readonly onChoose: (value: string | null) => void;
  readonly reload: () => void;
  /** Whose session the list may wait for. */
  readonly profile?: string;
  readonly error?: string | undefined;
  /** What stands in for the list: always when there is none, or when the person asked for it. */
  readonly typed?: {
    readonly label: string;
    readonly wanted: boolean;
    readonly fields: ReactNode;
    readonly empty: string;
  };
  /** What a list without items means when nothing can be typed. */
  readonly empty?: string;
};

/** A choice from a list of the engine, with each way in which it can not be had yet, and typing as the way out. */
export function ChoiceField<Item>(props: ChoiceFieldProps<Item>): ReactNode {
  const { label, choices, typed } = props;
  if (choices.state === 'failed') {
    const { problem } = choices;
    return (
      <>
        {props.profile !== undefined && wantsSession(problem) ? (
          <SignInOffer problem={problem} profile={props.profile} onOver={props.reload} />
        ) : (
          <ProblemNote problem={problem} tone={typed === undefined ? 'bad' : 'warn'}>
            <Button onClick={props.reload}>Try again</Button>
          </ProblemNote>
        )}
        {typed?.fields}
      </>
    );
  }
  if (choices.state !== 'ready') {
    return (
      <Field label={label}>
        {(attributes) => (
          <select {...attributes} className="input" disabled aria-busy={choices.state === 'loading'}>
            <option>{choices.state === 'loading' ? `Looking for ${props.plural}…` : ''}</option>
          </select>
        )}
      </Field>
    );
  }
  if (choices.items.length === 0) {
    return (
      <>
        <p className="field-empty">{typed?.empty ?? props.empty}</p>
        {typed?.fields}
      </>
    );
  }
  return (
    <>
      <Field label={label} error={typed?.wanted === true ? undefined : props.error}>
        {(attributes) => (
          <select
            {...attributes}
            className="input"
            value={typed?.wanted === true ? OTHER : props.value}
            onChange={(event) => props.onChoose(event.target.value === OTHER ? null : event.target.value)}
          >
            <option value="" disabled>
              Choose…
            </option>
            {choices.items.map(props.toOption).map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
            {typed !== undefined && <option value={OTHER}>{typed.label}</option>}
          </select>
        )}
      </Field>
      {choices.more && (
        <p className="field-hint">
          These are {choices.items.length.toLocaleString('en')} {props.plural}, and there are more.
          {typed === undefined ? '' : ` To name one that is missing, choose “${typed.label}”.`}
        </p>
      )}
      {typed?.wanted === true && typed.fields}
    </>
  );
}
