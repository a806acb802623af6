import { useState, type ReactNode } from 'react';
import { Button } from '../../components/controls/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSnapshot } from '../../state/page-state.ts';
import { AddProjectDialog } from './add-project-dialog.tsx';
import { ProjectCard } from './project-card.tsx';

/** The user level and every folder, with what is switched on there. */
export function ProjectsPage(): ReactNode {
  const { projects } = useSnapshot();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title="Projects" detail="Which repository each folder and its package managers use.">
        <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
          Add project
        </Button>
      </PageHeader>
      <div className="page-content">
        <ul className="card-list">
          {projects.map((project) => (
            <li key={project.id}>
              <ProjectCard project={project} />
            </li>
          ))}
        </ul>
        {projects.length === 1 && (
          <p className="page-hint">The user level holds for every folder. Add a project to set up one folder alone.</p>
        )}
      </div>
      {adding && <AddProjectDialog onClosed={() => setAdding(false)} />}
    </>
  );
}
