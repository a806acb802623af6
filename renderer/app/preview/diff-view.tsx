import type { ReactNode } from 'react';
import type { DiffLine } from '../../../shared/view/diff-lines.ts';
import { visibleText } from '../../../shared/view/plain-text.ts';

const glyphs: Readonly<Record<DiffLine['kind'], string>> = {
  hunk: ' ',
  context: ' ',
  added: '+',
  removed: '-',
  note: ' ',
};

/** A unified diff with line numbers. The numbers stay out of what is selected and read aloud; the signs do not. */
export function DiffView({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }): ReactNode {
  return (
    // Focusable, because long lines scroll.
    <div className="diff" tabIndex={0} role="region" aria-label={label}>
      <pre>
        {lines.map((line, index) => (
          // A diff never changes its lines in place: it is replaced as a whole.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="diff-line" data-kind={line.kind}>
            <span
              className="diff-numbers"
              aria-hidden="true"
              data-old={line.oldNumber ?? ''}
              data-new={line.newNumber ?? ''}
            />
            {line.kind === 'hunk' || line.kind === 'note' ? (
              <span className="diff-text">{line.text}</span>
            ) : (
              <>
                <span className="diff-glyph">{glyphs[line.kind]}</span>
                <span className="diff-text">{visibleText(line.text)}</span>
              </>
            )}
            {'\n'}
          </span>
        ))}
      </pre>
    </div>
  );
}
