import type { ReactNode } from 'react';
import type { Mark } from '../../shared/view/standing/mark.ts';

/** A state as a word in a tinted capsule. */
export function Pill({ mark }: { readonly mark: Mark }): ReactNode {
  return (
    <span className="pill" data-tone={mark.tone}>
      {mark.word}
    </span>
  );
}

/** The name of a client, such as npm. */
export function ClientTag({ client }: { readonly client: string }): ReactNode {
  return <span className="client-tag">{client}</span>;
}
