import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { PlanChange, PlanView } from '../../../shared/contract/snapshot.ts';
import { diffCounts, diffLines } from '../../../shared/view/diff-lines.ts';
import { pathWithin } from '../../../shared/view/path-text.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import type { FileGroup } from '../../state/plan-files.ts';

type PreviewFilesProps = {
  readonly groups: readonly FileGroup[];
  readonly untouched: PlanView['untouched'];
  /** Path of the file whose diff is shown. */
  readonly selected: string | null;
  readonly onSelect: (path: string) => void;
};

/** The files of a plan as one list to walk through with the arrow keys, and below it the ones left alone. */
export function PreviewFiles({ groups, untouched, selected, onSelect }: PreviewFilesProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const paths = groups.flatMap((group) => group.changes.map((change) => change.path));

  function walk(event: KeyboardEvent): void {
    const index = indexAfter(event.key, paths.indexOf(selected ?? ''), paths.length);
    const path = index === null ? undefined : paths[index];
    if (index === null || path === undefined) return;
    event.preventDefault();
    onSelect(path);
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[index]?.focus();
  }

  return (
    <div className="files">
      <div ref={list} role="listbox" aria-label="Changed files" tabIndex={-1} onKeyDown={walk}>
        {groups.map((group) => (
          <FileGroupList key={group.id} group={group} selected={selected} onSelect={onSelect} />
        ))}
      </div>
      {untouched.length > 0 && <Untouched files={untouched} />}
    </div>
  );
}

/** Where a key leads in a list, or null when the key is none of the list's. */
function indexAfter(key: string, index: number, length: number): number | null {
  if (key === 'ArrowDown') return Math.min(index + 1, length - 1);
  if (key === 'ArrowUp') return Math.max(index - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return null;
}

type FileGroupListProps = Pick<PreviewFilesProps, 'selected' | 'onSelect'> & { readonly group: FileGroup };

function FileGroupList({ group, selected, onSelect }: FileGroupListProps): ReactNode {
  const headingId = useId();
  return (
    <div role="group" aria-labelledby={headingId}>
      <p className="files-heading" id={headingId}>
        {group.name}
      </p>
      {group.changes.map((change) => (
        <FileOption
          key={change.path}
          change={change}
          name={pathWithin(change, group.project)}
          selected={change.path === selected}
          onSelect={() => onSelect(change.path)}
        />
      ))}
    </div>
  );
}

type FileOptionProps = {
  readonly change: PlanChange;
  readonly name: string;
  readonly selected: boolean;
  readonly onSelect: () => void;
};

function FileOption({ change, name, selected, onSelect }: FileOptionProps): ReactNode {
  const { added, removed } = diffCounts(diffLines(change.diff));
  return (
    <div role="option" className="file" aria-selected={selected} tabIndex={selected ? 0 : -1} onClick={onSelect}>
      <span className="file-name">{name}</span>
      <span className="file-detail">
        {change.client} · {change.summary}
      </span>
      <span className="file-counts">
        <span data-kind="added">+{added}</span> <span data-kind="removed">−{removed}</span>
      </span>
    </div>
  );
}

function Untouched({ files }: { readonly files: PlanView['untouched'] }): ReactNode {
  const headingId = useId();
  return (
    <div className="files-untouched">
      <h2 className="files-heading" id={headingId}>
        Not touched
      </h2>
      <ul aria-labelledby={headingId}>
        {files.map((file) => (
          <li key={`${file.client} ${file.path}`} className="file">
            <span className="file-name">{plainText(file.displayPath)}</span>
            <span className="file-detail">{file.client} · already up to date</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
