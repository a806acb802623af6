import type { ReactNode } from 'react';

/** The app's mark: a token's ring with a part of its life gone. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6.5" />
      <circle className="mark-track" cx="12" cy="12" r="6" />
      <path className="mark-arc" d="M12 6a6 6 0 1 1-5.7 4.15" />
    </svg>
  );
}
