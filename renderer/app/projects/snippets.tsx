import { useRef, type ReactNode } from 'react';
import type { Snippet } from '../../../shared/contract/snapshot.ts';
import { useCopy } from '../../state/use-copy.ts';
import { Button } from '../../components/controls/button.tsx';

/** Lines for files that the app leaves to the person, to copy. */
export function Snippets({ snippets }: { readonly snippets: readonly Snippet[] }): ReactNode {
  if (snippets.length === 0) return null;
  return (
    <details className="snippets">
      <summary>Lines for your build files</summary>
      {snippets.map((snippet) => (
        <SnippetText key={snippet.title} snippet={snippet} />
      ))}
    </details>
  );
}

function SnippetText({ snippet: { title, text } }: { readonly snippet: Snippet }): ReactNode {
  const source = useRef<HTMLElement>(null);
  const { copied, copy } = useCopy(source);
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
