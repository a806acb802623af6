import type { ReactNode } from 'react';

const shapes = {
  tokens: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  projects: (
    <path d="M1.75 4.25c0-.7.55-1.25 1.25-1.25h3l1.5 1.75h5.5c.7 0 1.25.55 1.25 1.25v6c0 .7-.55 1.25-1.25 1.25H3c-.7 0-1.25-.55-1.25-1.25z" />
  ),
  preview: (
    <>
      <rect x="2.25" y="1.75" width="11.5" height="12.5" rx="2" />
      <path d="M8 4.5V8M6.25 6.25h3.5M6.25 11h3.5" />
    </>
  ),
  activity: <path d="M1.5 8h3l2-5 3 10 2-5h3" />,
  doctor: (
    <>
      <rect x="1.75" y="4.25" width="12.5" height="9" rx="1.75" />
      <path d="M5.75 4V3c0-.7.55-1.25 1.25-1.25h2c.7 0 1.25.55 1.25 1.25v1M8 6.5v4.5M5.75 8.75h4.5" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.75h6.5M12.5 4.75H14M2 11.25h1.5M7.5 11.25H14" />
      <circle cx="10.5" cy="4.75" r="1.9" />
      <circle cx="5.5" cy="11.25" r="1.9" />
    </>
  ),
  refresh: (
    <>
      <path d="M13.25 8a5.25 5.25 0 1 1-1.6-3.77L13.25 5.8" />
      <path d="M13.25 2.5v3.3h-3.3" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.75" />
      <path d="M10.5 5.5V4.25c0-.97-.78-1.75-1.75-1.75h-4.5c-.97 0-1.75.78-1.75 1.75v4.5c0 .97.78 1.75 1.75 1.75H5.5" />
    </>
  ),
  check: <path d="m3 8.5 3.25 3.25L13 4.75" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  plus: <path d="M8 3v10M3 8h10" />,
  remove: (
    <path d="M2.75 4.5h10.5M6.25 4.25v-1c0-.55.45-1 1-1h1.5c.55 0 1 .45 1 1v1M4.25 4.75l.5 7.75c.05.7.6 1.25 1.3 1.25h3.9c.7 0 1.25-.55 1.3-1.25l.5-7.75" />
  ),
  alert: (
    <>
      <path d="M8 2.25 14.25 13H1.75z" />
      <path d="M8 6.5v3M8 11.1v.15" />
    </>
  ),
  pause: <path d="M5.75 3.5v9M10.25 3.5v9" />,
  play: <path d="M5 3.25v9.5L12.5 8z" />,
  switched: (
    <>
      <rect x="1.5" y="4.25" width="13" height="7.5" rx="3.75" />
      <circle cx="10.75" cy="8" r="1.75" />
    </>
  ),
  signIn: (
    <>
      <circle cx="5" cy="8" r="3.25" />
      <path d="M8.25 8h6M12 8v2.5M14.25 8v2" />
    </>
  ),
  undone: <path d="M5.5 2.75 2.75 5.5 5.5 8.25M2.75 5.5H9.5a3.75 3.75 0 0 1 0 7.5H6" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A 16-pixel line icon beside a word; it says nothing by itself. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
