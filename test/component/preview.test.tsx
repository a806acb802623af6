import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { problemOf } from '../../shared/contract/problem.ts';
import type { PlanChange, Snapshot } from '../../shared/contract/snapshot.ts';
import { aBusySnapshot } from '../support/snapshots.ts';
import { openApp } from './open-app.tsx';

const SECRET_MASK = '••••••••';

const userLevelChange: PlanChange = {
  path: '/home/ann/.npmrc',
  realPath: '/home/ann/.npmrc',
  displayPath: '~/.npmrc',
  client: 'npm',
  bindings: ['b1'],
  projectId: 'user',
  exists: false,
  gitTracked: false,
  mode: null,
  summary: 'turned off, restored',
  diff: ['--- ~/.npmrc', '+++ ~/.npmrc', '@@ -1,2 +1,1 @@', '-//x/:_authToken=••••••••', ' fund=false', ''].join('\n'),
};

/** Two changes, the one of the user level first. */
function twoChanges(): Snapshot {
  const snapshot = aBusySnapshot();
  return { ...snapshot, plan: { ...snapshot.plan, changes: [userLevelChange, ...snapshot.plan.changes] } };
}

test('what several projects change stands at the user level', async () => {
  const snapshot = aBusySnapshot();
  const changes = [...snapshot.plan.changes, { ...userLevelChange, projectId: null }];
  const { screen } = await openApp('preview', { ...snapshot, plan: { ...snapshot.plan, changes } });
  const files = screen.getByRole('listbox', { name: 'Changed files' });
  const group = files.getByRole('group', { name: 'User level' });
  await expect.element(group).toHaveTextContent('User level~/.npmrcnpm · turned off, restored+0 −1');
});

test('says that nothing is written yet, and what stays as it is', async () => {
  const { screen } = await openApp('preview', twoChanges());
  await expect.element(screen.getByRole('heading', { level: 1 })).toHaveTextContent('2 changes, nothing written yet');
  await expect
    .element(screen.getByText('Every other byte of these files stays as it is. Tokens are masked here.'))
    .toBeVisible();
});

test('lists files by project, the user level after folders and untouched files last', async () => {
  const { screen } = await openApp('preview', twoChanges());
  const files = screen.getByRole('listbox', { name: 'Changed files' });
  await expect.element(files).toBeVisible();
  const groups = files.getByRole('group').elements();
  expect(groups.map((group) => group.textContent)).toEqual([
    'forecasts.venv/pip.confpip · index-url+1 −1',
    'User level~/.npmrcnpm · turned off, restored+0 −1',
  ]);
  await expect.element(screen.getByRole('list', { name: 'Not touched' })).toMatchTextContent(/already up to date/);
});

test('shows the change with signs and the mask as it stands', async () => {
  const { screen } = await openApp('preview', aBusySnapshot());
  const diff = screen.getByRole('region', { name: 'Changes to ~/src/forecasts/.venv/pip.conf' });
  await expect.element(diff).toMatchTextContent(/-index-url = https:\/\/mirror\.example\/simple/);
  await expect.element(diff).toMatchTextContent(new RegExp(`\\+index-url = https://aws:${SECRET_MASK}@data-science`));
  await expect.element(diff).not.toMatchTextContent(/\+\+\+/);
});

test('arrow keys walk through the files and the diff follows', async () => {
  const { screen } = await openApp('preview', twoChanges());
  const [first, last] = [screen.getByRole('option').first(), screen.getByRole('option').last()];
  await first.click();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(last).toHaveFocus();
  await expect.element(last).toHaveAttribute('aria-selected', 'true');
  await expect.element(screen.getByRole('region', { name: 'Changes to ~/.npmrc' })).toBeVisible();
  await expect.element(screen.getByText('New file')).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{Home}');
  await expect.element(first).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.element(last).toHaveFocus();
});

test('Tab goes from the actions to the list and on to the diff', async () => {
  const { screen } = await openApp('preview', twoChanges());
  await screen.getByRole('button', { name: 'Discard' }).click();
  await userEvent.keyboard('{Tab}');
  await expect.element(screen.getByRole('button', { name: 'Apply 2 changes' })).toHaveFocus();
  await userEvent.keyboard('{Tab}');
  await expect.element(screen.getByRole('option').first()).toHaveFocus();
  await userEvent.keyboard('{Tab}');
  await expect.element(screen.getByRole('region', { name: /^Changes to/ })).toHaveFocus();
});

test('applies exactly the plan that is shown, by Enter as well, and offers to take it back', async () => {
  const { screen, api } = await openApp('preview', aBusySnapshot());
  api.answer('plan.apply', {
    written: ['/home/ann/src/forecasts/.venv/pip.conf'],
    skipped: [],
    warnings: [],
    findings: [],
  });
  api.answer('plan.undo', {
    written: ['/home/ann/src/forecasts/.venv/pip.conf'],
    skipped: [],
    warnings: [],
    findings: [],
  });
  const apply = screen.getByRole('button', { name: 'Apply 1 change' });
  await expect.element(apply).toBeVisible();
  (apply.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const status = screen.getByRole('status');
  await expect.element(status).toMatchTextContent(/^1 file written\./);
  api.push({ plan: { id: 'plan-8', changes: [], warnings: [], untouched: [], clearing: [] } });
  await expect.element(screen.getByText('Nothing to change.')).toBeVisible();
  await status.getByRole('button', { name: 'Undo' }).click();
  await expect.element(status).toHaveTextContent('Taken back in 1 file.');
  expect(api.sent).toEqual([
    { name: 'plan.apply', params: { planId: 'plan-7' } },
    { name: 'plan.undo', params: {} },
  ]);
});

test('an apply of an old plan is explained, and the new plan applied with its own id', async () => {
  const { screen, api } = await openApp('preview', aBusySnapshot());
  api.fail('plan.apply', problemOf('planChanged', 'The plan changed.'));
  await screen.getByRole('button', { name: 'Apply 1 change' }).click();
  const { plan } = twoChanges();
  api.push({ plan: { ...plan, id: 'plan-8' } });
  await expect
    .element(screen.getByRole('alert').filter({ hasText: 'nothing was written' }))
    .toMatchTextContent(/This is the new preview/);
  api.answer('plan.apply', { written: ['/a', '/b'], skipped: [], warnings: [], findings: [] });
  await screen.getByRole('button', { name: 'Apply 2 changes' }).click();
  expect(api.sent.map((request) => request.params)).toEqual([{ planId: 'plan-7' }, { planId: 'plan-8' }]);
  await expect.element(screen.getByText(/This is the new preview/)).not.toBeInTheDocument();
});

test('files that had to wait are named with the reason', async () => {
  const { screen, api } = await openApp('preview', aBusySnapshot());
  api.answer('plan.apply', {
    written: [],
    skipped: [
      {
        path: '/home/ann/.npmrc',
        problem: problemOf('fileBusy', 'Another program has it open.', { advice: 'Close it.' }),
      },
    ],
    warnings: [],
    findings: [],
  });
  await screen.getByRole('button', { name: 'Apply 1 change' }).click();
  await expect
    .element(screen.getByRole('alert').filter({ hasText: '1 file had to wait' }))
    .toMatchTextContent(/\/home\/ann\/\.npmrc Another program has it open\. Close it\./);
});

test('any other failure is said with its advice', async () => {
  const { screen, api } = await openApp('preview', aBusySnapshot());
  api.fail('plan.apply', problemOf('diskFull', 'The disk is full.', { advice: 'Make some room.' }));
  await screen.getByRole('button', { name: 'Apply 1 change' }).click();
  await expect
    .element(screen.getByRole('alert').filter({ hasText: 'The disk is full.' }))
    .toHaveTextContent('The disk is full. Make some room.');
});

test('discards', async () => {
  const { screen, api } = await openApp('preview', aBusySnapshot());
  await screen.getByRole('button', { name: 'Discard' }).click();
  expect(api.sent).toEqual([{ name: 'plan.discard', params: {} }]);
  await expect.element(screen.getByRole('status')).toMatchTextContent(/^Discarded\. No file was touched/);
});

test('warnings stand above the files, with what to do and the command that does it', async () => {
  const snapshot = aBusySnapshot();
  const problem = problemOf('registryShadowed', 'PIP_INDEX_URL wins.', {
    advice: 'Unset it.',
    command: 'unset PIP_INDEX_URL',
  });
  const warning = { ...problem, path: null, bindings: ['b2'] };
  const { screen } = await openApp('preview', { ...snapshot, plan: { ...snapshot.plan, warnings: [warning] } });
  const warnings = screen.getByRole('list', { name: 'Warnings' });
  await expect.element(warnings).toHaveTextContent('PIP_INDEX_URL wins.Unset it.unset PIP_INDEX_URLCopy command');
  await expect.element(warnings.getByRole('button', { name: 'Copy command' })).toBeVisible();
});

test('without changes it says so and still offers to undo the last apply', async () => {
  const { plan } = aBusySnapshot();
  const { screen, api } = await openApp('preview', aBusySnapshot({ plan: { ...plan, changes: [] } }));
  api.answer('plan.undo', { written: [], skipped: [], warnings: [], findings: [] });
  await expect.element(screen.getByText('Every switched-on repository is where it should be.')).toBeVisible();
  await screen.getByRole('button', { name: 'Undo last apply' }).click();
  expect(api.sent).toEqual([{ name: 'plan.undo', params: {} }]);
});
