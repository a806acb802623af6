import { expect, test } from 'vitest';
import { problemOf } from '../../shared/contract/problem.ts';
import { aBusySnapshot, anEvent } from '../support/snapshots.ts';
import { openApp } from './open-app.tsx';

const written = anEvent({
  id: 'w1',
  kind: 'applied',
  by: 'cli',
  message: 'Wrote 5 files',
  bindings: ['b1', 'gone', 'b2'],
  paths: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ path: `/home/ann/${name}`, displayPath: `~/${name}` })),
  undo: { id: 'w1' },
});
const { changes } = aBusySnapshot().plan;

function anActivity() {
  return openApp('activity', aBusySnapshot({ activity: [written, anEvent({ id: 's1' })] }));
}

test('an event says whose doing it was, for which bindings and in which files', async () => {
  const { screen } = await anActivity();
  const [first, second] = screen.getByRole('main').getByRole('listitem').elements();
  expect(first?.textContent).toContain('Command line · npm web-releases, pip pypi-all · ~/a, ~/b, ~/c, 2 more');
  expect(second?.textContent).toContain('By itself');
  expect(second?.querySelector('button')).toBeNull();
});

test('a write is taken back after a look at what that would write', async () => {
  const { screen, api } = await anActivity();
  api.answer('activity.previewUndo', { changes, putBack: [{ path: '/home/ann/x', displayPath: '~/x' }] });
  api.answer('activity.undo', { written: ['/home/ann/a'], skipped: [], warnings: [], findings: [] });
  await screen.getByRole('button', { name: 'Undo: Wrote 5 files' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Take it back?' });
  await expect.element(dialog.getByRole('region', { name: /pip.conf/ })).toBeVisible();
  await expect.element(dialog.getByText(/^Lines that were taken out come back in/)).toBeVisible();
  expect(api.sent.map(({ name }) => name)).toEqual(['activity.previewUndo']);
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect.element(screen.getByText('Taken back in 1 file.')).toBeVisible();
  expect(api.sent.at(-1)).toEqual({ name: 'activity.undo', params: { id: 'w1' } });
  await expect.element(dialog).not.toBeInTheDocument();
});

test('what can no longer be taken back says so in place, and nothing is asked for', async () => {
  const { screen, api } = await anActivity();
  api.fail('activity.previewUndo', problemOf('nothingToUndo', 'There is no apply to take back.'));
  await screen.getByRole('button', { name: 'Undo: Wrote 5 files' }).click();
  await expect.element(screen.getByText('There is no apply to take back.')).toBeVisible();
  await screen.getByRole('button', { name: 'Keep it' }).click();
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  expect(api.sent.map(({ name }) => name)).toEqual(['activity.previewUndo']);
});

test('a file that could not be brought back is named, and the dialog stays', async () => {
  const { screen, api } = await anActivity();
  api.answer('activity.previewUndo', { changes, putBack: [] });
  const problem = problemOf('fileNotWritable', 'The file is read-only.', { advice: 'Make it writable.' });
  api.answer('activity.undo', { written: [], skipped: [{ path: '/home/ann/a', problem }], warnings: [], findings: [] });
  await screen.getByRole('button', { name: 'Undo: Wrote 5 files' }).click();
  await screen.getByRole('button', { name: 'Take back' }).click();
  await expect.element(screen.getByRole('dialog').getByText('The file is read-only.')).toBeVisible();
});
