import type { ReactNode } from 'react';
import type { Snippet } from '../../../shared/contract/snapshot.ts';
import { TextBlock } from '../../components/controls/text-block.tsx';

/** Lines for files that the app leaves to the person, to copy. */
export function Snippets({ snippets }: { readonly snippets: readonly Snippet[] }): ReactNode {
  if (snippets.length === 0) return null;
  return (
    <details className="snippets">
      <summary>Lines for your build files</summary>
      {snippets.map(({ title, text }) => (
        <TextBlock key={title} title={title} text={text} next="Paste it into the file." />
      ))}
    </details>
  );
}
