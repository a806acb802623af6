import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { problemOf } from '../../shared/contract/problem.ts';
import { aBinding, aBusySnapshot } from '../support/snapshots.ts';
import { shadowedBinding } from '../support/situations.ts';
import { openApp } from './open-app.tsx';

test('a binding shows its files, each as one would name it in the project', async () => {
  const { screen } = await openApp('projects', aBusySnapshot());
  const files = screen.getByRole('article', { name: 'web-store' }).getByRole('list', { name: 'Files' });
  await expect.element(files).toHaveTextContent('.npmrc · in sync~/.npmrc · in sync');
});

test('a refused binding says why and what fixes it', async () => {
  const problem = problemOf('secretInGit', 'The file .npmrc is tracked by git.', { advice: 'Ignore it in git.' });
  const { screen } = await openApp('projects', aBusySnapshot({ bindings: [aBinding({ state: 'refused', problem })] }));
  const project = screen.getByRole('article', { name: 'web-store' });
  await expect.element(project).toMatchTextContent(/Refused/);
  await expect.element(project).toMatchTextContent(/The file \.npmrc is tracked by git\.Ignore it in git\./);
});

test('a binding whose client goes by a nearer line is not signed in, and says what fixes it', async () => {
  const { screen } = await openApp('projects', aBusySnapshot({ bindings: [shadowedBinding] }));
  const project = screen.getByRole('article', { name: 'web-store' });
  await expect.element(project).toMatchTextContent(/Not signed in/);
  await expect.element(project).toMatchTextContent(/expired 3 hours ago\.Remove line 1\./);
});

test('pending changes lead to their preview', async () => {
  const { screen } = await openApp('projects', aBusySnapshot());
  await screen.getByRole('link', { name: '1 change, preview' }).click();
  expect(location.hash).toBe('#/preview');
});

test('a folder is added by its path, and what the engine says about it stands at the field', async () => {
  const { screen, api } = await openApp('projects', aBusySnapshot());
  await screen.getByRole('button', { name: 'Add project' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Add a project' });
  const field = dialog.getByRole('textbox', { name: 'Folder' });
  await expect.element(field).toHaveFocus();
  await expect.element(dialog.getByRole('button', { name: 'Choose…' })).not.toBeInTheDocument();
  api.fail('project.add', problemOf('invalidInput', 'nowhere is not an absolute path.', { advice: 'Give it whole.' }));
  await field.fill('nowhere');
  await userEvent.keyboard('{Enter}');
  await expect.element(field).toHaveAccessibleDescription('nowhere is not an absolute path. Give it whole.');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  api.answer('project.add', { projectId: 'p3' });
  await field.fill('/home/ann/src/new');
  await dialog.getByRole('button', { name: 'Add project' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(api.sent.at(-1)).toEqual({ name: 'project.add', params: { path: '/home/ann/src/new' } });
  await expect.element(screen.getByRole('status')).toMatchTextContent(/^Project added\./);
});

test('the host’s folder dialog fills in the path; cancelling it changes nothing', async () => {
  const snapshot = aBusySnapshot();
  const capabilities = { ...snapshot.host.capabilities, pickFolder: true };
  const { screen, api } = await openApp('projects', { ...snapshot, host: { ...snapshot.host, capabilities } });
  await screen.getByRole('button', { name: 'Add project' }).click();
  const field = screen.getByRole('textbox', { name: 'Folder' });
  api.answer('folder.pick', { path: '/home/ann/src/picked' });
  await screen.getByRole('button', { name: 'Choose…' }).click();
  await expect.element(field).toHaveValue('/home/ann/src/picked');
  api.answer('folder.pick', { path: null });
  await screen.getByRole('button', { name: 'Choose…' }).click();
  await expect.poll(() => api.sent).toHaveLength(2);
  await expect.element(field).toHaveValue('/home/ann/src/picked');
});

test('Escape closes a dialog and gives the focus back', async () => {
  const { screen } = await openApp('projects', aBusySnapshot());
  const button = screen.getByRole('button', { name: 'Add project' });
  await button.click();
  await expect.element(screen.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

test('typing an r in a dialog refreshes nothing', async () => {
  const { screen, api } = await openApp('projects', aBusySnapshot());
  await screen.getByRole('button', { name: 'Add project' }).click();
  await userEvent.keyboard('r');
  await expect.element(screen.getByRole('textbox', { name: 'Folder' })).toHaveValue('r');
  expect(api.sent).toEqual([]);
});

test('removing a binding asks once, in place, and can be left by Escape', async () => {
  const { screen, api } = await openApp('projects', aBusySnapshot());
  const bin = screen.getByRole('button', { name: 'Remove npm platform / web-releases' });
  await bin.click();
  await expect.element(screen.getByRole('button', { name: 'Keep' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(bin).toHaveFocus();
  expect(api.sent).toEqual([]);
  await bin.click();
  await screen.getByRole('button', { name: 'Remove', exact: true }).click();
  expect(api.sent).toEqual([{ name: 'binding.remove', params: { bindingId: 'b1' } }]);
  await expect.element(screen.getByRole('status')).toHaveTextContent('Removed npm platform / web-releases.');
});

test('a project can be removed, the user level can not', async () => {
  const { screen, api } = await openApp('projects', aBusySnapshot());
  await expect.element(screen.getByRole('article', { name: 'User level' })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Remove User level' })).not.toBeInTheDocument();
  await screen.getByRole('button', { name: 'Remove forecasts' }).click();
  await screen.getByRole('button', { name: 'Remove', exact: true }).click();
  expect(api.sent).toEqual([{ name: 'project.remove', params: { projectId: 'p2' } }]);
});

test('a folder that is gone is marked', async () => {
  const snapshot = aBusySnapshot();
  const projects = snapshot.projects.map((project) => ({ ...project, exists: project.id !== 'p1' }));
  const { screen } = await openApp('projects', { ...snapshot, projects });
  await expect.element(screen.getByRole('article', { name: 'web-store' })).toMatchTextContent(/Folder missing/);
});
