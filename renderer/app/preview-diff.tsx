import type { ReactNode } from 'react';
import type { PlanChange } from '../../shared/contract/snapshot.ts';
import { diffLines } from '../../shared/view/diff-lines.ts';
import { DiffView } from '../components/diff-view.tsx';
import { ClientTag, Pill } from '../components/pill.tsx';

/** One file's change: which file it is, and every line of it. */
export function PreviewDiff({ change }: { readonly change: PlanChange }): ReactNode {
  return (
    <section className="preview-diff" aria-labelledby="preview-file">
      <header className="preview-file">
        <h2 id="preview-file" className="path" title={change.path}>
          {change.displayPath}
        </h2>
        <div className="row-end">
          {!change.exists && <Pill mark={{ word: 'New file', tone: 'busy' }} />}
          {change.gitTracked && <Pill mark={{ word: 'In git', tone: 'off' }} />}
          <ClientTag client={change.client} />
        </div>
      </header>
      <DiffView lines={diffLines(change.diff)} label={`Changes to ${change.displayPath}`} />
    </section>
  );
}
