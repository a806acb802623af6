import { useRef, type ReactNode } from 'react';
import { useCopy } from '../../state/use-copy.ts';
import { Button } from './button.tsx';

type TextBlockProps = {
  readonly title: string;
  readonly text: string;
  /** What a person does with the copy, as a sentence. */
  readonly next: string;
};

/** Lines to copy, with a title. */
export function TextBlock({ title, text, next }: TextBlockProps): ReactNode {
  const source = useRef<HTMLElement>(null);
  const { copied, copy } = useCopy(source, next);
  return (
    <figure className="snippet">
      <figcaption>
        <span>{title}</span>
        <Button icon={copied ? 'check' : 'copy'} label={`Copy the lines for ${title}`} onClick={() => void copy()}>
          Copy
        </Button>
      </figcaption>
      {/* Focusable, because long lines scroll. */}
      <pre tabIndex={0} role="group" aria-label={title}>
        <code ref={source}>{text}</code>
      </pre>
    </figure>
  );
}
