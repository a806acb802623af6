import { Fragment, type ReactNode } from 'react';
import { plainText } from '../../shared/view/plain-text.ts';

/** A path that breaks after its separators rather than within a name. */
export function Path({ path }: { readonly path: string }): ReactNode {
  return (
    <span className="path">
      {plainText(path)
        .split(/(?<=[/\\])/)
        .map((part, index) => (
          // Parts have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            {part}
            <wbr />
          </Fragment>
        ))}
    </span>
  );
}
