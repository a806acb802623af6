import { useId, type ReactNode } from 'react';

/** What a control inside of a field must carry. */
type ControlAttributes = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
};

type FieldProps = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (attributes: ControlAttributes) => ReactNode;
};

/** A labelled control with a hint below it, or with what is wrong. */
export function Field({ label, hint, error, children }: FieldProps): ReactNode {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error !== undefined,
      })}
      {note !== undefined && (
        <p id={noteId} className={error === undefined ? 'field-hint' : 'field-error'}>
          {note}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, 'children'> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The person moved on: the value is as good as it gets. */
  readonly onSettled?: () => void;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
};

/** A one-line text that is a name or a path: no spelling help, no capitals. */
export function TextField(props: TextFieldProps): ReactNode {
  const listId = useId();
  const { suggestions } = props;
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            className="input"
            type="text"
            value={props.value}
            placeholder={props.placeholder}
            list={suggestions === undefined ? undefined : listId}
            autoCapitalize="off"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) => props.onChange(event.target.value)}
            onBlur={props.onSettled}
          />
          {suggestions !== undefined && (
            <datalist id={listId}>
              {suggestions.map((suggestion) => (
                <option key={suggestion} value={suggestion} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

type SelectFieldProps = Omit<FieldProps, 'children'> & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A choice of many. */
export function SelectField({ label, hint, error, options, value, onChange }: SelectFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <select {...attributes} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type RadioOption<Value extends string> = { readonly value: Value; readonly label: string };

type SegmentsProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** A choice of a few, all in sight: radio buttons that look like one bar. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>): ReactNode {
  const name = useId();
  return (
    <fieldset className="field segments-field">
      <legend>{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
