import type { ReactNode } from 'react';
import type { TokenView } from '../../shared/contract/snapshot.ts';
import { tokenMark, tokenRemaining } from '../../shared/view/token-text.ts';
import { useNow } from '../state/page-state.ts';

const WHOLE = 100;

/** How much of a token's life is left, as an arc with the time in its middle. */
export function Ring({ token }: { readonly token: TokenView }): ReactNode {
  const remaining = tokenRemaining(token, useNow());
  const { tone, word } = tokenMark(token);
  const arc = Math.round((remaining?.fraction ?? 0) * WHOLE * 10) / 10;
  return (
    <span
      className="ring"
      data-tone={tone}
      role="img"
      aria-label={remaining === null ? word : `${remaining.words} left`}
      title={remaining === null ? word : `${remaining.words} left`}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle className="ring-track" cx="20" cy="20" r="17.5" />
        {arc > 0 && (
          <circle
            className="ring-arc"
            cx="20"
            cy="20"
            r="17.5"
            pathLength={WHOLE}
            strokeDasharray={`${arc} ${WHOLE}`}
          />
        )}
      </svg>
      {remaining === null ? (
        <span className="ring-label" data-glyph aria-hidden="true">
          {tone === 'bad' ? '!' : '–'}
        </span>
      ) : (
        <span className="ring-label" aria-hidden="true">
          {remaining.label}
        </span>
      )}
    </span>
  );
}
