import { problemOf } from '../../shared/contract/problem.ts';
import type { ActivityEvent, BindingView, ClientView, Snapshot, TokenView } from '../../shared/contract/snapshot.ts';

/** The moment that every built snapshot calls now. */
export const NOW = Date.parse('2026-11-20T10:44:00.000Z');

function at(minutes: number): string {
  return new Date(NOW + minutes * 60_000).toISOString();
}

export function aToken(overrides: Partial<TokenView> = {}): TokenView {
  return {
    id: 'work/us-east-1/platform/111122223333',
    profile: 'work',
    region: 'us-east-1',
    domain: 'platform',
    domainOwner: '111122223333',
    state: 'fresh',
    issuedAt: at(-90),
    expiresAt: at(630),
    refreshAt: at(450),
    error: null,
    ...overrides,
  };
}

export function aBinding(overrides: Partial<BindingView> = {}): BindingView {
  return {
    id: 'b1',
    projectId: 'p1',
    client: 'npm',
    tokenId: 'work/us-east-1/platform/111122223333',
    domain: 'platform',
    repository: 'web-releases',
    endpoint: 'https://platform-111122223333.d.codeartifact.us-east-1.amazonaws.com/npm/web-releases/',
    options: { scope: '@store' },
    scopeText: '@store',
    enabled: true,
    execOnly: false,
    state: 'inSync',
    problem: null,
    targets: [
      { path: '/home/ann/src/web-store/.npmrc', displayPath: '~/src/web-store/.npmrc', state: 'inSync' },
      { path: '/home/ann/.npmrc', displayPath: '~/.npmrc', state: 'inSync' },
    ],
    snippets: [],
    findings: [],
    ...overrides,
  };
}

export function anEvent(overrides: Partial<ActivityEvent> = {}): ActivityEvent {
  return {
    id: '1',
    at: at(0),
    kind: 'started',
    by: 'agent',
    message: 'Started',
    paths: [],
    bindings: [],
    undo: null,
    ...overrides,
  };
}

/** Two clients of the engine's table, as it shows them. */
const someClients: readonly ClientView[] = [
  {
    name: 'npm',
    title: 'npm',
    options: [
      {
        name: 'scope',
        flag: 'namespace',
        label: 'Scope',
        hint: 'Only packages of this scope; leave it empty for all packages.',
        example: '@team',
        choices: null,
        prefix: '@',
        pattern: '@[a-z]+',
      },
    ],
  },
  { name: 'pip', title: 'pip', options: [] },
];

/** An app on its first start: nothing was added yet. */
export function anEmptySnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    now: at(0),
    host: {
      kind: 'headless',
      version: '0.1.0',
      demo: false,
      capabilities: { pickFolder: false, openWindow: false, openBrowser: false, quit: false },
    },
    theme: 'system',
    trayClick: 'popover',
    notifications: { quietHours: null, snoozedUntil: null },
    paused: false,
    problem: null,
    clients: [...someClients],
    tokens: [],
    signIns: [],
    projects: [{ id: 'user', name: 'User level', path: '/home/ann', displayPath: '~', exists: true }],
    bindings: [],
    plan: { id: 'plan-0', changes: [], warnings: [], untouched: [], clearing: [] },
    canUndo: false,
    activity: [],
    ...overrides,
  };
}

/** The situation of design/mock.html: one sign-in needed, one fresh, one expiring, and a pending change. */
export function aBusySnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  const science = 'ds-admin/us-west-2/data-science/111122223333';
  return anEmptySnapshot({
    revision: 7,
    tokens: [
      aToken({
        id: 'pay-dev/eu-west-1/payments/444455556666',
        profile: 'pay-dev',
        region: 'eu-west-1',
        domain: 'payments',
        domainOwner: '444455556666',
        state: 'signInNeeded',
        issuedAt: null,
        expiresAt: null,
        refreshAt: null,
        error: problemOf('signInNeeded', 'The SSO session of profile pay-dev has ended.', {
          advice: 'Sign in again.',
          command: 'codeartifact-tray sign-in --profile pay-dev',
        }),
      }),
      aToken(),
      aToken({
        id: science,
        profile: 'ds-admin',
        region: 'us-west-2',
        domain: 'data-science',
        state: 'expiring',
        issuedAt: at(-666),
        expiresAt: at(54),
        refreshAt: at(0.34),
        error: problemOf('offline', 'The network could not be reached.', { retryable: true }),
      }),
    ],
    projects: [
      { id: 'user', name: 'User level', path: '/home/ann', displayPath: '~', exists: true },
      { id: 'p1', name: 'web-store', path: '/home/ann/src/web-store', displayPath: '~/src/web-store', exists: true },
      { id: 'p2', name: 'forecasts', path: '/home/ann/src/forecasts', displayPath: '~/src/forecasts', exists: true },
    ],
    bindings: [
      aBinding(),
      aBinding({
        id: 'b2',
        projectId: 'p2',
        client: 'pip',
        tokenId: science,
        domain: 'data-science',
        repository: 'pypi-all',
        endpoint: 'https://data-science-111122223333.d.codeartifact.us-west-2.amazonaws.com/pypi/pypi-all/',
        options: {},
        state: 'pending',
        targets: [
          {
            path: '/home/ann/src/forecasts/.venv/pip.conf',
            displayPath: '~/src/forecasts/.venv/pip.conf',
            state: 'pending',
          },
        ],
      }),
      aBinding({
        id: 'b3',
        projectId: 'p2',
        repository: 'tools',
        enabled: false,
        state: 'off',
        options: {},
        targets: [],
      }),
    ],
    plan: {
      id: 'plan-7',
      changes: [
        {
          path: '/home/ann/src/forecasts/.venv/pip.conf',
          realPath: '/home/ann/src/forecasts/.venv/pip.conf',
          displayPath: '~/src/forecasts/.venv/pip.conf',
          client: 'pip',
          bindings: ['b2'],
          projectId: 'p2',
          exists: true,
          gitTracked: false,
          mode: null,
          summary: 'index-url',
          diff: [
            '--- ~/src/forecasts/.venv/pip.conf',
            '+++ ~/src/forecasts/.venv/pip.conf',
            '@@ -1,5 +1,5 @@',
            ' [global]',
            ' timeout = 30',
            '-index-url = https://mirror.example/simple',
            '+index-url = https://aws:••••••••@data-science-111122223333.d.codeartifact.us-west-2.amazonaws.com/pypi/pypi-all/simple/',
            ' # keep: the lab mirror',
            ' extra-index-url = https://mirror.lab/simple',
            '',
          ].join('\n'),
        },
      ],
      warnings: [],
      untouched: [{ path: '/home/ann/.npmrc', displayPath: '~/.npmrc', client: 'npm' }],
      clearing: [],
    },
    canUndo: true,
    activity: [
      anEvent({ id: '2', at: at(-3), kind: 'refreshed', message: 'Refreshed the token of platform (profile work)' }),
      anEvent({ id: '1', at: at(-5) }),
    ],
    ...overrides,
  });
}
