import path from 'node:path';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import { projectIdOf } from '../state/identify.ts';
import { withoutBinding, withProject } from '../state/changes.ts';
import { byId } from '../state/settings.ts';
import { takeOut } from './bindings.ts';
import type { Handler } from './handler.ts';
import { absoluteFolder } from './project-folder.ts';

export const addProject: Handler<'project.add'> = async (core, params) => {
  const folder = absoluteFolder(params.path, core.ports.environment.home);
  if (!folder.ok) return folder;
  const changed = await core.state.changeSettings((settings) => withProject(settings, folder.value));
  if (!changed.ok) return changed;
  core.activity.note('added', `Added the project ${path.basename(folder.value)}`);
  return ok({ projectId: projectIdOf(folder.value) });
};

export const removeProject: Handler<'project.remove'> = async (core, { projectId }) => {
  return core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const project = byId(state.value.settings.projects, projectId);
    if (project === undefined) return failed(problemOf('projectNotFound', `There is no project ${projectId}.`));
    const ids = state.value.settings.bindings
      .filter((binding) => binding.projectId === projectId)
      .map((binding) => binding.id);
    const restored = await takeOut(core, ids);
    if (!restored.ok) return restored;
    const changed = await core.state.changeSettings((settings) => {
      const rest = ids.reduce((left, id) => withoutBinding(left, id), settings);
      return ok({ ...rest, projects: rest.projects.filter((candidate) => candidate.id !== projectId) });
    });
    if (!changed.ok) return changed;
    core.activity.note('removed', `Removed the project ${path.basename(project.path)}`, {
      ...restored.value,
      switched: null,
    });
    return ok({});
  });
};
