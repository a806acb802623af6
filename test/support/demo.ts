import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { startHost } from './host-process.ts';

/** A CodeArtifact token, as it stands in a config file. */
const TOKEN = /eyJ2ZXIiOjEs[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}/g;

/** Files of the demo's home that its bindings change. */
export const targets = ['.npmrc', 'src/web-store/.npmrc', 'src/forecasts/.venv/pip.conf'] as const;

export type RunningDemo = {
  readonly port: number;
  /** The address that works next; each one works once. */
  address(): Promise<string>;
  /** A file of the throw-away home. */
  path(name: string): string;
  read(name: string): string;
  /** Bytes and permission bits. */
  look(name: string): { readonly bytes: string; readonly mode: number };
  /** Tokens that stand in the targets now. */
  tokens(): readonly string[];
  stop(): Promise<void>;
};

type DemoOptions = {
  /** Lifetime of a token. */
  readonly minutes: number;
  readonly port?: number;
  /** Variables of the shell it is started from. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts `codeartifact-tray demo` as it ships. */
export async function startDemo({ minutes, port = 0, env }: DemoOptions): Promise<RunningDemo> {
  const host = startHost(['demo', '--minutes', String(minutes), '--port', String(port)], env);
  const folder = (await host.says(/everything lives in (\S+) and goes/))[1]!;
  const chosenPort = Number((await host.says(/:(\d+)\/\?key=/))[1]);
  const demo: RunningDemo = {
    port: chosenPort,
    address: () => host.address(),
    path: (name) => path.join(folder, name),
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    look(name) {
      const file = path.join(folder, name);
      return { bytes: readFileSync(file, 'latin1'), mode: statSync(file).mode & 0o777 };
    },
    tokens: () => targets.flatMap((name) => demo.read(name).match(TOKEN) ?? []),
    stop: () => host.stop(),
  };
  return demo;
}

/** Text with every token as the app shows it. */
export function masked(text: string): string {
  return text.replaceAll(TOKEN, '••••••••');
}
