import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

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

/** An `import` of node:http evaluates its getters, too, and one of them loads undici: a fifth of a short command's time. */
const httpWithoutUndici: Plugin = {
  name: 'http-without-undici',
  enforce: 'pre',
  resolveId: (id) => (/^(?:node:)?http$/u.test(id) ? '\0http' : null),
  load: (id) => (id === '\0http' ? 'module.exports = process.getBuiltinModule("node:http");' : null),
};

// The CLI and the headless host as one file that runs on any Node 24, without node_modules.
export default defineConfig({
  root,
  publicDir: false,
  plugins: [httpWithoutUndici],
  ssr: { noExternal: true },
  // In one file, imports of its ES modules come first: every command would load http2, which nothing here speaks.
  resolve: {
    alias: {
      '@smithy/node-http-handler': path.join(root, 'node_modules/@smithy/node-http-handler/dist-cjs/index.js'),
    },
  },
  build: {
    ssr: path.join(root, 'shared/hosts/cli/index.ts'),
    outDir: path.join(root, 'out/node'),
    target: 'node24',
    // Every command compiles the whole file first: half the size starts a fifth sooner.
    minify: true,
    sourcemap: false,
    rollupOptions: {
      output: {
        entryFileNames: 'cli.js',
        format: 'es',
        codeSplitting: false,
        banner: `#!/usr/bin/env node\n{\n${tooOld}\n}`,
      },
    },
  },
});
