import type { ReactNode } from 'react';

type PageHeaderProps = { readonly title: ReactNode; readonly detail?: ReactNode; readonly children?: ReactNode };

/** A page's title, a line about it, and what can be done on the whole page. */
export function PageHeader({ title, detail, children }: PageHeaderProps): ReactNode {
  return (
    <header className="page-header">
      <div className="page-title">
        <h1>{title}</h1>
        {detail !== undefined && <p>{detail}</p>}
      </div>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  );
}
