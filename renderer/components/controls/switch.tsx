import type { ReactNode } from 'react';

type SwitchProps = {
  readonly checked: boolean;
  /** Ids of the visible texts that name it. */
  readonly labelledBy: string;
  readonly pending: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** On or off as the engine has it; a press asks for the other and waits. */
export function Switch({ checked, labelledBy, pending, onChange }: SwitchProps): ReactNode {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={checked}
      aria-labelledby={labelledBy}
      aria-busy={pending}
      onClick={() => {
        if (!pending) onChange(!checked);
      }}
    />
  );
}
