import type { Scenario } from './advice-scenarios.ts';

const nothing = () => {};

const LOGIN = ['login', '--domain', 'platform', '--repository', 'web', '--tool'];

/** Of names that don't fit and of setting up a way to AWS; see advice-scenarios.ts. */
export const setupScenarios: Readonly<Record<string, Scenario>> = {
  '`Leave it out.${has}`': {
    arrange: nothing,
    refused: [...LOGIN, 'maven', '--namespace', '@x'],
    follow: nothing,
    works: [...LOGIN, 'maven'],
  },
  '`Use ${values}.`': {
    arrange: nothing,
    refused: [...LOGIN, 'npm', '--namespace', 'a b'],
    follow: nothing,
    works: [...LOGIN, 'npm', '--namespace', '@team'],
  },
  "'Name it.'": {
    arrange: nothing,
    refused: ['test-connection', '--repository', 'web'],
    follow: nothing,
    works: ['test-connection', '--domain', 'platform', '--repository', 'web'],
  },
};
