import { expect, test } from 'vitest';
import { userEvent, type Locator } from 'vitest/browser';
import { problemOf } from '../../shared/contract/problem.ts';
import type { AccountView } from '../../shared/contract/account.ts';
import type { PastedBinding } from '../../shared/contract/scan.ts';
import type { ProfileSummary } from '../../shared/contract/requests.ts';
import { aBusySnapshot } from '../support/snapshots.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';
import { showApp } from './open-app.tsx';

const work: ProfileSummary = { name: 'work', kind: 'sso', region: 'us-east-1', account: '111122223333' };
const keys: ProfileSummary = { name: 'keys', kind: 'keys', region: null, account: null };
const denied = problemOf('accessDenied', 'Profile work may not list domains.', { advice: 'Name the domain below.' });

function anApi(): FakeApi {
  const api = fakeApi(aBusySnapshot());
  api.answer('profiles.list', [work, keys]);
  api.answer('domains.list', {
    items: [
      { name: 'platform', owner: '111122223333' },
      { name: 'data', owner: '111122223333' },
    ],
    more: false,
  });
  api.answer('repositories.list', {
    items: [
      { name: 'web-releases', description: 'What we ship' },
      { name: 'npm-all', description: null },
    ],
    more: false,
  });
  return api;
}

async function openDialog(api: FakeApi): Promise<Locator> {
  const screen = await showApp('projects', api);
  await screen.getByRole('button', { name: 'Add binding to web-store' }).click();
  return screen.getByRole('dialog', { name: 'Add a binding to web-store' });
}

function asked(api: FakeApi, name: string): readonly unknown[] {
  return api.sent.filter((request) => request.name === name).map((request) => request.params);
}

test('goes from the profile to the repository, and adds the binding switched on', async () => {
  const api = anApi();
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByRole('combobox', { name: 'Region' })).toHaveValue('us-east-1');
  await dialog.getByRole('combobox', { name: 'Domain' }).selectOptions('platform (111122223333)');
  await dialog.getByRole('combobox', { name: 'Repository' }).selectOptions('npm-all');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(asked(api, 'domains.list')).toEqual([{ profile: 'work', region: 'us-east-1' }]);
  expect(asked(api, 'repositories.list')).toEqual([
    { profile: 'work', region: 'us-east-1', domain: 'platform', domainOwner: '111122223333' },
  ]);
  expect(asked(api, 'binding.add')).toEqual([
    {
      project: '/home/ann/src/web-store',
      client: 'npm',
      profile: 'work',
      region: 'us-east-1',
      domain: 'platform',
      domainOwner: '111122223333',
      repository: 'npm-all',
      options: {},
      enabled: true,
    },
  ]);
});

test('afterwards it says that nothing is written yet and leads to the preview', async () => {
  const api = anApi();
  api.answer('profiles.list', [work]);
  api.answer('domains.list', { items: [{ name: 'platform', owner: '111122223333' }], more: false });
  api.answer('repositories.list', { items: [{ name: 'npm-all', description: null }], more: false });
  const screen = await showApp('projects', api);
  await screen.getByRole('button', { name: 'Add binding to web-store' }).click();
  // Where there is only one to choose, it is chosen.
  await expect.element(screen.getByRole('combobox', { name: 'Repository' })).toHaveValue('npm-all');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  const status = screen.getByRole('status');
  await expect
    .element(status)
    .toMatchTextContent(/Added npm platform \/ npm-all\. Nothing is written until you apply it/);
  await status.getByRole('link', { name: 'Preview' }).click();
  expect(location.hash).toBe('#/preview');
});

test('npm can be kept to one scope, which must look like one', async () => {
  const api = anApi();
  api.answer('domains.list', { items: [{ name: 'platform', owner: '111122223333' }], more: false });
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await dialog.getByRole('combobox', { name: 'Repository' }).selectOptions('npm-all');
  const scope = dialog.getByRole('textbox', { name: 'Scope' });
  await scope.fill('@Te am');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.element(scope).toHaveAccessibleDescription('this looks like @team');
  expect(asked(api, 'binding.add')).toEqual([]);
  await scope.fill('team');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.poll(() => asked(api, 'binding.add')).toMatchObject([{ options: { scope: '@team' } }]);
});

test('pip is asked for no scope', async () => {
  const dialog = await openDialog(anApi());
  await dialog.getByRole('combobox', { name: 'Client' }).selectOptions('pip');
  await expect.element(dialog.getByRole('textbox', { name: 'Scope' })).not.toBeInTheDocument();
});

test('where domains may not be listed, domain and repository are named by hand', async () => {
  const api = anApi();
  api.fail('domains.list', denied);
  api.fail('repositories.list', { ...denied, message: 'Profile work may not list repositories.' });
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByText('Profile work may not list domains.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Domain name' }).fill('shared');
  await dialog.getByRole('textbox', { name: 'Owner’s account' }).fill('999988887777');
  await userEvent.keyboard('{Tab}');
  await expect.element(dialog.getByText('Profile work may not list repositories.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Repository name' }).fill('npm-all');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect
    .poll(() => asked(api, 'binding.add'))
    .toMatchObject([{ domain: 'shared', domainOwner: '999988887777', repository: 'npm-all' }]);
});

test('a list that failed can be asked for again', async () => {
  const api = anApi();
  api.fail('domains.list', problemOf('offline', 'The network could not be reached.'));
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByText('The network could not be reached.')).toBeVisible();
  api.answer('domains.list', { items: [{ name: 'platform', owner: '111122223333' }], more: false });
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect.element(dialog.getByRole('combobox', { name: 'Domain' })).toHaveValue('platform 111122223333');
});

test('a domain of another account can be named although there is a list', async () => {
  const api = anApi();
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await dialog.getByRole('combobox', { name: 'Domain' }).selectOptions('A domain of another account…');
  await dialog.getByRole('textbox', { name: 'Domain name' }).fill('shared');
  await userEvent.keyboard('{Tab}');
  await expect
    .poll(() => asked(api, 'repositories.list'))
    .toEqual([{ profile: 'work', region: 'us-east-1', domain: 'shared' }]);
});

test('says whose the profile is, and warns of a domain that is another’s, before it is added', async () => {
  const api = anApi();
  const account: AccountView = {
    profile: 'work',
    account: '111122223333',
    saidBy: 'STS',
    domainOwner: null,
    ownerSaidBy: null,
    isNew: true,
    warning: null,
  };
  api.answer('profiles.account', account);
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByText('Profile work is of account 111122223333, STS says.')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Domain' }).selectOptions('A domain of another account…');
  await dialog.getByRole('textbox', { name: 'Domain name' }).fill('shared');
  await dialog.getByRole('textbox', { name: 'Owner’s account' }).fill('999988887777');
  const warning = problemOf('accountDiffers', 'The domain shared is of another account.', {
    advice: 'That is normal.',
  });
  api.answer('profiles.account', { ...account, domainOwner: '999988887777', ownerSaidBy: 'request', warning });
  await userEvent.keyboard('{Tab}');
  await expect.element(dialog.getByText('The domain shared is of another account.')).toBeVisible();
  expect(asked(api, 'profiles.account')).toEqual([
    { profile: 'work', region: 'us-east-1' },
    { profile: 'work', region: 'us-east-1', domain: 'shared', domainOwner: '999988887777' },
  ]);
});

test('an account without domains says so and lets one be named', async () => {
  const api = anApi();
  api.answer('domains.list', { items: [], more: false });
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByText(/^This account has no domain in this region/)).toBeVisible();
  await expect.element(dialog.getByRole('textbox', { name: 'Domain name' })).toBeVisible();
});

test('a list that is not the whole says so, and how to name what is missing', async () => {
  const api = anApi();
  api.answer('repositories.list', { items: [{ name: 'npm-all', description: null }], more: true });
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await dialog.getByRole('combobox', { name: 'Domain' }).selectOptions('platform (111122223333)');
  await expect
    .element(dialog.getByText(/there are more\. To name one that is missing, choose “Another repository…”/))
    .toBeVisible();
});

test('says what it is looking for while a list is on its way', async () => {
  const api = anApi();
  const answer = api.hold('domains.list');
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('work');
  await expect.element(dialog.getByRole('combobox', { name: 'Domain' })).toHaveTextContent('Looking for domains…');
  answer();
  await expect.element(dialog.getByRole('combobox', { name: 'Domain' })).toBeEnabled();
});

test('a profile without a region waits for one before anything is listed', async () => {
  const api = anApi();
  const dialog = await openDialog(api);
  await dialog.getByRole('combobox', { name: 'Profile' }).selectOptions('keys');
  await dialog.getByRole('combobox', { name: 'Region' }).fill('eu-west-1');
  await expect.poll(() => asked(api, 'domains.list')).toEqual([{ profile: 'keys', region: 'eu-west-1' }]);
});

test('without any profile it says how to get one', async () => {
  const api = anApi();
  api.answer('profiles.list', []);
  const dialog = await openDialog(api);
  await expect.element(dialog.getByText(/^No profile was found/)).toBeVisible();
});

test('each field that is missing says so', async () => {
  const api = anApi();
  const dialog = await openDialog(api);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect
    .element(dialog.getByRole('combobox', { name: 'Profile' }))
    .toHaveAccessibleDescription('choose a profile');
  expect(asked(api, 'binding.add')).toEqual([]);
});

test('what the engine refuses is said in the dialog, which stays open', async () => {
  const api = anApi();
  api.answer('profiles.list', [work]);
  api.answer('domains.list', { items: [{ name: 'platform', owner: '111122223333' }], more: false });
  api.answer('repositories.list', { items: [{ name: 'npm-all', description: null }], more: false });
  api.fail('binding.add', problemOf('entryConflict', 'The repository web-releases is on in the same place.'));
  const dialog = await openDialog(api);
  await expect.element(dialog.getByRole('combobox', { name: 'Repository' })).toHaveValue('npm-all');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/web-releases is on in the same place/);
});

const pasted: PastedBinding = {
  client: null,
  candidates: ['pip', 'uv'],
  domain: 'platform',
  domainOwner: '111122223333',
  region: 'eu-west-1',
  repository: 'web',
  options: {},
  profile: 'work',
  durationSeconds: null,
  endpointUrl: null,
  endpointType: null,
  mended: ['The address is taken as https://right.example/simple/.'],
  refusal: null,
};

test('a pasted address fills the form, how it was taken is said, and the text is not kept', async () => {
  const api = anApi();
  api.answer('scan.paste', [pasted]);
  const dialog = await openDialog(api);
  const paste = dialog.getByRole('textbox', { name: 'Address or login command' });
  await paste.fill('https://aws:planted@right.example');
  await userEvent.keyboard('{Tab}');
  await expect.element(dialog.getByText('The address is taken as https://right.example/simple/.')).toBeVisible();
  await expect.element(paste).toHaveValue('');
  await expect.element(dialog.getByRole('combobox', { name: 'Client' })).toHaveValue('pip');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect
    .poll(() => asked(api, 'binding.add'))
    .toMatchObject([
      { client: 'pip', profile: 'work', region: 'eu-west-1', domainOwner: '111122223333', repository: 'web' },
    ]);
});

test('a pasted command without a region takes that of its profile', async () => {
  const api = anApi();
  api.answer('scan.paste', [{ ...pasted, profile: 'work', region: null }]);
  const dialog = await openDialog(api);
  const paste = dialog.getByRole('textbox', { name: 'Address or login command' });
  await paste.fill('aws codeartifact login --profile work');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('combobox', { name: 'Region' })).toHaveValue('us-east-1');
  await expect.element(dialog.getByRole('textbox', { name: 'Domain name' })).toHaveValue(pasted.domain);
});

test('a pasted text that is refused, or has nothing in it, leaves the form as it is', async () => {
  const api = anApi();
  const refusal = problemOf('invalidInput', 'The account in the address has 11 digits.', { advice: 'Correct it.' });
  api.answer('scan.paste', [{ ...pasted, refusal, mended: [] }]);
  const dialog = await openDialog(api);
  const paste = dialog.getByRole('textbox', { name: 'Address or login command' });
  await paste.fill('https://wrong.example');
  await userEvent.keyboard('{Tab}');
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/has 11 digits\./);
  await expect.element(dialog.getByRole('combobox', { name: 'Client' })).toHaveValue('npm');
  api.answer('scan.paste', []);
  await paste.fill('npm ci');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByText('Nothing of CodeArtifact is in this text.')).toBeVisible();
});
