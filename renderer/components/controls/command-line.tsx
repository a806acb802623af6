import { useRef, type ReactNode } from 'react';
import { useCopy } from '../../state/use-copy.ts';
import { Button } from './button.tsx';

/** A shell command to run elsewhere and a button that copies it; lay them out in a `help-row`. */
export function CommandLine({ command }: { readonly command: string }): ReactNode {
  const source = useRef<HTMLElement>(null);
  const { copied, copy } = useCopy(source, 'Run it in a terminal, then try again.');
  return (
    <>
      {/* Focusable, because a long command scrolls. */}
      <div className="command-text" tabIndex={0} role="group" aria-label="Command">
        <code ref={source}>{command}</code>
      </div>
      <Button look="primary" icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        Copy command
      </Button>
    </>
  );
}
