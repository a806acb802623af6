import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, IconButton } from '../../components/controls/button.tsx';

type ConfirmRemoveProps = {
  /** What it removes, for the label: `npm platform / web-releases`. */
  readonly what: string;
  /** What follows from it, as a sentence. */
  readonly consequence: string;
  readonly pending: boolean;
  readonly onConfirm: () => void;
};

/** A bin that asks once, in place, before it removes. */
export function ConfirmRemove({ what, consequence, pending, onConfirm }: ConfirmRemoveProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const bin = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);

  useEffect(() => {
    if (asking) keep.current?.focus();
    else if (wasAsking.current) bin.current?.focus();
    wasAsking.current = asking;
  }, [asking]);

  if (!asking) return <IconButton ref={bin} icon="remove" label={`Remove ${what}`} onClick={() => setAsking(true)} />;
  return (
    <div
      className="confirm"
      role="group"
      aria-label={`Remove ${what}?`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsking(false);
      }}
    >
      <p>{consequence}</p>
      <Button ref={keep} onClick={() => setAsking(false)}>
        Keep
      </Button>
      <Button look="danger" pending={pending} onClick={onConfirm}>
        Remove
      </Button>
    </div>
  );
}
