import type { ReactNode } from 'react';
import type { ProjectView } from '../../../shared/contract/snapshot.ts';
import { Path } from '../path.tsx';

export type ProjectHeadingProps = {
  readonly project: ProjectView;
  /** For those that the name is the name of. */
  readonly id: string;
  readonly level: 'h2' | 'h3';
  /** What stands at the row's end. */
  readonly children: ReactNode;
};

/** A project's name and folder, at the top of its card. */
export function ProjectHeading({ project, id, level: Heading, children }: ProjectHeadingProps): ReactNode {
  return (
    <div className="project-row">
      <div className="project-words">
        <Heading id={id}>{project.name}</Heading>
        <p>
          <Path path={project.displayPath} />
        </p>
      </div>
      {children}
    </div>
  );
}
