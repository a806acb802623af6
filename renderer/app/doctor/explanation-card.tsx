import type { ReactNode } from 'react';
import type { Explanation, Finding, Origin } from '../../../shared/contract/doctor.ts';
import { longDuration } from '../../../shared/view/time/duration.ts';
import { counted, type Mark } from '../../../shared/view/standing/mark.ts';
import { Path } from '../../components/path.tsx';
import { ClientTag, Pill } from '../../components/pill.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { useSnapshot, useTextAt } from '../../state/page-state.ts';

/** One binding as its client sees it. */
export function ExplanationCard({ explanation }: { readonly explanation: Explanation }): ReactNode {
  const { projects } = useSnapshot();
  const { client, domain, repository, projectId, registry, signsInBy, findings } = explanation;
  const project = projects.find(({ id }) => id === projectId);
  return (
    <article className="card card-large">
      <div className="project-row">
        <div className="project-words">
          <h2 className="explained">
            <ClientTag client={client} /> {domain} / {repository}
          </h2>
          <p>{project?.name ?? projectId}</p>
        </div>
        <div className="row-end">
          <Pill mark={markOf(explanation)} />
        </div>
      </div>
      <dl className="facts facts-wide">
        <div>
          <dt>Uses</dt>
          <dd>{registry === null ? 'not set in its own files' : <Path path={registry.value} />}</dd>
          {registry !== null && <OriginText origin={registry.origin} />}
        </div>
        <div>
          <dt>Signs in by</dt>
          <dd>{signsInBy === null ? 'no credential found' : <CredentialText credential={signsInBy} />}</dd>
          {signsInBy !== null && <OriginText origin={signsInBy.origin} />}
        </div>
      </dl>
      {findings.map((finding) => (
        <ProblemNote
          key={keyOf(finding)}
          problem={finding.problem}
          tone={finding.severity === 'wrong' ? 'bad' : 'warn'}
        />
      ))}
    </article>
  );
}

function CredentialText({ credential }: { readonly credential: NonNullable<Explanation['signsInBy']> }): ReactNode {
  const { expiresAt } = credential;
  const left = useTextAt((now) => (expiresAt === null ? '' : longDuration(Date.parse(expiresAt) - now)));
  switch (credential.kind) {
    case 'fresh':
      return left === '' ? 'a token' : `a token with ${left} left`;
    case 'stale':
      return 'a token that has expired';
    case 'other':
      return 'a credential that is no CodeArtifact token';
    case 'reference':
      return 'a variable of the environment';
    default:
      return credential.kind satisfies never;
  }
}

function OriginText({ origin: { name, path, line } }: { readonly origin: Origin }): ReactNode {
  return (
    <dd className="origin">
      {path === null ? `variable ${name}` : <Path path={name} />}
      {line !== null && ` line ${line}`}
    </dd>
  );
}

function markOf({ enabled, findings }: Explanation): Mark {
  if (!enabled) return { word: 'Off', tone: 'off' };
  const wrong = findings.filter(({ severity }) => severity === 'wrong').length;
  if (wrong > 0) return { word: counted(wrong, 'problem'), tone: 'bad' };
  return findings.length > 0 ? { word: 'Works, with a note', tone: 'warn' } : { word: 'Works', tone: 'ok' };
}

function keyOf({ problem, origin }: Finding): string {
  return `${problem.code} ${origin?.name ?? ''} ${origin?.line ?? ''}`;
}
