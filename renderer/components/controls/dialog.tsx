import { useEffect, useId, useState, type ReactNode } from 'react';
import { IconButton } from './button.tsx';

type DialogProps = {
  readonly title: string;
  /** Called after it closed, by Escape or otherwise; the focus is back where it was by then. */
  readonly onClosed: () => void;
  /** Gets the function that closes the dialog. */
  readonly children: (close: () => void) => ReactNode;
};

/** A modal dialog; unmount it in `onClosed`, not before, or the focus is lost. */
export function Dialog({ title, onClosed, children }: DialogProps): ReactNode {
  const [element, setElement] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();

  useEffect(() => {
    if (element === null || element.open) return;
    element.showModal();
    // What the dialog is for, rather than the button that closes it.
    element.querySelector<HTMLElement>('form :is(input, select)')?.focus();
  }, [element]);

  function close(): void {
    element?.close();
  }

  return (
    <dialog ref={setElement} className="dialog" aria-labelledby={titleId} onClose={onClosed}>
      <header className="dialog-header">
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label="Close" onClick={close} />
      </header>
      {children(close)}
    </dialog>
  );
}
