import type { ReactNode } from 'react';
import type { TokenView } from '../../../shared/contract/snapshot.ts';
import { tokenMark, tokenRemaining } from '../../../shared/view/token-text.ts';
import { useTextAt } from '../../state/page-state.ts';

const WHOLE = 100;
/** Steps of the arc, about a pixel each: a ring draws itself anew only when something is to be seen. */
const STEPS = 100;

/** How much of a token's life is left, as an arc with the time in its middle. */
export function Ring({ token }: { readonly token: TokenView }): ReactNode {
  const label = useTextAt((now) => tokenRemaining(token, now)?.label ?? '');
  const words = useTextAt((now) => tokenRemaining(token, now)?.words ?? '');
  const step = useTextAt((now) => String(Math.round((tokenRemaining(token, now)?.fraction ?? 0) * STEPS)));
  const { tone, word } = tokenMark(token);
  const arc = (Number(step) / STEPS) * WHOLE;
  const said = words === '' ? word : `${words} left`;
  return (
    <span className="ring" data-tone={tone} role="img" aria-label={said} title={said}>
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
      {label === '' ? (
        <span className="ring-label" data-glyph aria-hidden="true">
          {tone === 'bad' ? '!' : '–'}
        </span>
      ) : (
        <span className="ring-label" aria-hidden="true">
          {label}
        </span>
      )}
    </span>
  );
}
