import { homedir } from 'node:os';
import path from 'node:path';
import type { FromDebian, RealClient } from './real-client.ts';

const PACKAGE = 'hello-codeartifact';

const cargoEnvironment = {
  // Where cargo is rustup's proxy, the toolchain itself is at home.
  RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(homedir(), '.rustup'),
  CARGO_NET_RETRY: '0',
};

/** Debian 12 has one without credential providers. */
export const cargoSource: FromDebian = { command: 'cargo', debian: [], version: ['--version'], since: '1.74' };

const cargo: RealClient = {
  name: 'cargo',
  client: 'cargo',
  format: 'cargo',
  source: cargoSource,
  representative: false,
  level: 'project',
  settings: {
    '.cargo/config.toml': '# mine\n[net]\nretry = 0\n',
    '.cargo/credentials.toml': '[registries.other]\ntoken = "old" # mine\n',
  },
  files: () => ({
    'Cargo.toml': `[package]
name = "consumer"
version = "1.0.0"
edition = "2021"
[dependencies]
${PACKAGE} = { version = "1", registry = "codeartifact" }
[workspace]
`,
    'src/lib.rs': '',
  }),
  fetch: ({ home, cache }) => ({
    command: 'sh',
    // What was fetched is in CARGO_HOME, beside the credentials.
    args: ['-c', `cp -R "${home.path('.cargo')}" "${cache}/cargo" && CARGO_HOME="${cache}/cargo" exec cargo fetch`],
    env: cargoEnvironment,
  }),
  publish: {
    files: () => ({
      'Cargo.toml':
        '[package]\nname = "greeting"\nversion = "2.0.0"\nedition = "2021"\ndescription = "A greeting"\nlicense = "MIT"\n[workspace]\n',
      'src/lib.rs': '',
    }),
    invocation: () => ({
      args: ['publish', '--registry', 'codeartifact', '--allow-dirty', '--no-verify'],
      env: cargoEnvironment,
    }),
  },
};

const bundler: RealClient = {
  name: 'Bundler',
  client: 'ruby',
  format: 'ruby',
  errorTitle: 'Bundler',
  source: { command: 'bundle', debian: ['ruby', 'ruby-bundler'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: { '.bundle/config': '---\n# mine\nBUNDLE_RETRY: "0"\nBUNDLE_OTHER__EXAMPLE: "ann:old"\n' },
  files: ({ endpoint }) => ({ Gemfile: `source "${endpoint}"\ngem "${PACKAGE}"\n` }),
  fetch: ({ cache }) => ({
    args: ['install'],
    env: {
      BUNDLE_PATH: `${cache}/vendor`,
      GEM_SPEC_CACHE: `${cache}/specs`,
      BUNDLE_SILENCE_ROOT_WARNING: 'true',
      BUNDLE_USER_CACHE: `${cache}/cache`,
    },
  }),
};

const gem: RealClient = {
  ...bundler,
  name: 'gem',
  errorTitle: 'RubyGems',
  source: { command: 'gem', debian: ['ruby'], version: ['--version'] },
  level: 'user',
  settings: { '.gemrc': '---\n# mine\n:verbose: false\n:sources:\n- http://127.0.0.1:9/\n' },
  files: () => ({}),
  fetch: ({ cache }) => ({
    args: ['install', PACKAGE, '--no-document'],
    env: { GEM_HOME: `${cache}/gems`, GEM_SPEC_CACHE: `${cache}/specs` },
  }),
  publish: {
    files: () => ({
      'greeting.gemspec':
        "Gem::Specification.new do |spec|\n  spec.name = 'greeting'\n  spec.version = '2.0.0'\n  spec.summary = 'Says hello'\n  spec.authors = ['Example']\nend\n",
    }),
    invocation: ({ endpoint }) => ({
      command: 'sh',
      args: [
        '-c',
        'gem build greeting.gemspec && exec gem push --key codeartifact_api_key --host "$0" greeting-2.0.0.gem',
        // Two slashes in a row are another address.
        endpoint.replace(/\/$/, ''),
      ],
    }),
  },
};

const curl: RealClient = {
  name: 'curl by netrc,',
  client: 'netrc',
  format: 'pypi',
  errorTitle: 'curl',
  source: { command: 'curl', debian: ['curl'], version: ['--version'] },
  representative: true,
  level: 'user',
  settings: {
    '.netrc':
      '# mine\nmachine 127.0.0.1:9 login ann password old\nmachine other.example\n\tlogin ann\n\tpassword old\ndefault login anonymous password none\n',
  },
  files: () => ({}),
  fetch: ({ endpoint }) => ({
    args: ['--netrc', '--silent', '--show-error', '--fail', `${endpoint}simple/${PACKAGE}/`],
  }),
};

export const otherClients: readonly RealClient[] = [cargo, bundler, gem, curl];
