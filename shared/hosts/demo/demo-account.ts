import type { EmulatedDomain, EmulatedPrincipal } from '../../emulator/index.ts';

const PLATFORM_ACCOUNT = '111122223333';
const SCIENCE_ACCOUNT = '444455556666';

export const demoDomains: readonly EmulatedDomain[] = [
  {
    name: 'platform',
    owner: PLATFORM_ACCOUNT,
    region: 'us-east-1',
    repositories: [
      { name: 'web-releases', description: 'What the web teams publish' },
      { name: 'shared', description: 'Everything, with npmjs behind it' },
    ],
  },
  {
    name: 'data-science',
    owner: SCIENCE_ACCOUNT,
    region: 'us-west-2',
    repositories: [
      { name: 'pypi-all', description: 'Models and tools, with PyPI behind it' },
      { name: 'releases', description: 'Approved releases only' },
    ],
  },
];

// Made-up keys: the emulator knows them, AWS does not.
export const demoPrincipals: readonly EmulatedPrincipal[] = [
  { accessKeyId: 'AKIADEMOWORK00000001', account: PLATFORM_ACCOUNT },
  { accessKeyId: 'AKIADEMOSCIENCE00002', account: SCIENCE_ACCOUNT },
];

export const demoAwsConfig = {
  config: '[profile work]\nregion = us-east-1\n\n[profile ds-admin]\nregion = us-west-2\n',
  credentials: [
    '[work]',
    'aws_access_key_id = AKIADEMOWORK00000001',
    'aws_secret_access_key = made-up-for-the-demo',
    '',
    '[ds-admin]',
    'aws_access_key_id = AKIADEMOSCIENCE00002',
    'aws_secret_access_key = made-up-for-the-demo',
    '',
  ].join('\n'),
};
