import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';

/** Runs before the rest of the file, which an older Node parses but can't run: one sentence in place of a page of its source. */
const tooOld = [
  'const node = process.versions.node;',
  'if (Number(node.split(".")[0]) < 24) {',
  '  console.error("codeartifact-tray: it needs Node 24 or newer, and this is Node " + node + " (" + process.execPath + ").\\n" +',
  '    "  Install a newer one, or start it with one: /path/to/node " + process.argv[1]);',
  '  process.exit(1);',
  '}',
].join('\n');

const root = path.resolve(import.meta.dirname, '../..');

const BUILTIN = '\0node:';

/** Loaded by Node itself before any program begins. */
const PRESENT = new Set(['fs', 'path', 'os', 'url', 'util', 'buffer', 'timers', 'process', 'module', 'querystring']);

/**
 * An `import` of a part of Node evaluates all that is in it: that of node:fs loads streams, that of node:tls decodes every root
 * certificate. So each part is taken as `require` would give it, and what is not there yet is loaded when it is first used.
 */
const builtinsWhenUsed: Plugin = {
  name: 'builtins-when-used',
  enforce: 'pre',
  resolveId: (id, importer) =>
    isBuiltin(id) && importer?.includes('rolldown') !== true ? `${BUILTIN}${id.replace(/^node:/u, '')}` : null,
  load(id) {
    if (!id.startsWith(BUILTIN)) return null;
    const name = id.slice(BUILTIN.length);
    const part: unknown = process.getBuiltinModule(`node:${name}`);
    const whole = `process.getBuiltinModule("node:${name}")`;
    if (PRESENT.has(name) || typeof part !== 'object' || part === null) return `module.exports = ${whole};`;
    return `let part;
for (const name of ${JSON.stringify(Object.keys(part))})
  Object.defineProperty(exports, name, { enumerable: true, get: () => (part ??= ${whole})[name] });`;
  },
};

/** What every command line needs that is not answered by then. */
const COMMANDS =
  /hosts\/cli\/(?!main|index|start|serve|run-agent|keep-until|adopt-pasted|uncaught)|node_modules\/(?:commander|@commander-js)\/|shared\/view\/|contract\/(?:problem|plain-names|user-level)\.ts/u;

const common = {
  target: 'node24',
  // Half the size is read, and compared with what is kept compiled, in half the time.
  minify: true,
  sourcemap: false,
  outDir: path.join(root, 'out/node'),
};

/** The file that is started: whole in itself, because each file that it would import costs as much as what it does. */
const starter: Plugin = {
  name: 'starter',
  async closeBundle() {
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'warn',
      plugins: [builtinsWhenUsed],
      build: {
        ...common,
        emptyOutDir: false,
        ssr: path.join(root, 'shared/hosts/cli/index.ts'),
        rollupOptions: {
          external: [/\/main\.ts$/u],
          output: {
            entryFileNames: 'cli.js',
            format: 'es',
            paths: () => './parts/main.js',
            banner: `#!/usr/bin/env node\n{\n${tooOld}\n}`,
          },
        },
      },
    });
  },
};

// The CLI and the headless host as a starter and its parts, which run on any Node 24 without node_modules.
export default defineConfig({
  root,
  publicDir: false,
  plugins: [builtinsWhenUsed, starter],
  ssr: { noExternal: true },
  build: {
    ...common,
    ssr: path.join(root, 'shared/hosts/cli/main.ts'),
    rollupOptions: {
      output: {
        entryFileNames: 'parts/[name].js',
        chunkFileNames: 'parts/[name].js',
        format: 'es',
        codeSplitting: {
          groups: [
            // A file for each would cost more than it saves.
            { name: 'node', test: /\0node:/u, priority: 2 },
            { name: 'commands', test: COMMANDS, priority: 1 },
          ],
        },
      },
    },
  },
});
