import { USER_LEVEL } from '../../shared/contract/user-level.ts';
import type { PlanChange, ProjectView, Snapshot } from '../../shared/contract/snapshot.ts';

/** The changed files of one project, under its name. */
export type FileGroup = {
  readonly id: string;
  readonly name: string;
  readonly project: ProjectView | undefined;
  readonly changes: readonly PlanChange[];
};

/** The plan's files by project in the projects' order; after all folders the user level, with what several projects change. */
export function fileGroups({ plan, projects }: Snapshot): readonly FileGroup[] {
  const ids = [...new Set(plan.changes.map(groupOf))];
  const order = projects.map((project) => project.id).filter((id) => id !== USER_LEVEL);
  return ids
    .toSorted((a, b) => rank(order, a) - rank(order, b))
    .map((id) => {
      const project = projects.find((candidate) => candidate.id === id);
      const changes = plan.changes.filter((change) => groupOf(change) === id);
      return { id, name: project?.name ?? id, project, changes };
    });
}

function groupOf({ projectId }: PlanChange): string {
  return projectId ?? USER_LEVEL;
}

function rank(order: readonly string[], id: string): number {
  const index = order.indexOf(id);
  return index === -1 ? order.length : index;
}
