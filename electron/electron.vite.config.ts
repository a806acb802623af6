import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = path.resolve(import.meta.dirname, '..');

// Libraries are bundled (externalizeDeps: false), so that no node_modules ship with the app.
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      outDir: path.join(root, 'out/main'),
      sourcemap: true,
      lib: { entry: path.join(root, 'electron/main/index.ts'), formats: ['es'] },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: path.join(root, 'out/preload'),
      sourcemap: true,
      // The sandbox loads CommonJS only.
      lib: { entry: path.join(root, 'electron/preload/index.ts'), formats: ['cjs'] },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: path.join(root, 'out/renderer'),
      sourcemap: true,
      minify: true,
      rollupOptions: { input: path.join(root, 'renderer/index.html') },
    },
  },
});
