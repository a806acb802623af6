import type { Scenario } from './advice-scenarios.ts';
import type { CliHome } from './cli-home.ts';
import { commandIn, runShell } from './follow-advice.ts';

/** Copies the command that was printed into a shell. */
async function run(home: CliHome, err: string) {
  return runShell(home, commandIn(err));
}

function login(tool: string, ...more: readonly string[]): readonly string[] {
  return ['login', '--tool', tool, '--domain', 'platform', '--repository', 'web', ...more];
}

const nothing = () => {};

/** Those of what stands before ours, in folders and in variables. */
export const redirectScenarios: Readonly<Record<string, Scenario>> = {
  "'Sign in to that folder, whose settings hold for all of its workspaces.'": {
    arrange(home) {
      home.write('shop/package.json', '{"private":true,"workspaces":["packages/*"]}\n');
      home.write('shop/packages/ui/package.json', '{"name":"ui","version":"1.0.0"}\n');
    },
    refused: login('npm', '--project', 'shop/packages/ui', '--namespace', '@team'),
    follow: run,
    works: login('npm', '--project', 'shop', '--namespace', '@team'),
  },
  "'Sign in to that folder, whose settings hold for all of its workspaces.' # pnpm": {
    arrange(home) {
      home.write('shop/pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
      home.write('shop/packages/ui/package.json', '{"name":"ui","version":"1.0.0"}\n');
    },
    refused: login('pnpm', '--project', 'shop/packages/ui'),
    follow: run,
    works: login('pnpm', '--project', 'shop'),
  },
  "'Remove what says so there, unless that project shall take its packages from elsewhere.'": {
    arrange: async (home) => {
      home.write('shop/.npmrc', 'registry=https://else.example/\n');
      await home.run(login('pip'));
      await home.run(login('cargo', '--project', 'shop'));
      await home.run(login('npm'));
    },
    refused: ['doctor'],
    reports: true,
    follow: (home) => home.write('shop/.npmrc', ''),
  },
  "'Sign in to that folder, whose settings hold for all of its workspaces.' # uv": {
    arrange(home) {
      const about = '[project]\nname = "x"\nversion = "1"\n';
      home.write('shop/pyproject.toml', `${about}[tool.uv.workspace]\nmembers = ["libs/*"]\n`);
      home.write('shop/libs/a/pyproject.toml', about);
    },
    refused: login('uv', '--project', 'shop/libs/a', '--use', 'extra'),
    follow: run,
    works: login('uv', '--project', 'shop', '--use', 'extra'),
  },
  '`Unset ${name} unless it is what you want.`': {
    arrange: async (home) => void (await home.run(login('ruby'))),
    env: { BUNDLE_MIRROR__ALL: 'https://gems.example/' },
    refused: ['doctor'],
    reports: true,
    follow: nothing,
  },
};
