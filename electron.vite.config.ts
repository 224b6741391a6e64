import { dirname, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { licencesOf, requireAccepted } from './scripts/write-licences.ts';

/** What the page is built for: the oldest Chromium that hosts it. */
const chromium = 'chrome108';

/** The desktop host has to load, up to its first window, on the oldest Node inside an Electron that shows the page. */
const node = 'node16.17';

/** Where the bundles of main lie; all of them flat, so that what they name beside themselves is found. */
const mainDirectory = resolve('out/main');

/** Loaded from node_modules: native, or only sound as their authors packed them. */
const external = [
  'electron',
  /^node:/,
  /^(better-sqlite3|exceljs|ssh2|undici|bufferutil|utf-8-validate|cpu-features)($|\/)/,
];

/** Threads of the owner, beside it in out/main. */
const threads = {
  'reading-worker': 'src-main/workbook/reading-worker.ts',
  'hash-worker': 'src-main/adapters/smartx/hash-worker.ts',
};

/** Sources name files by their place beside themselves; in a bundle they are elsewhere. */
function placedFiles(): Plugin {
  return {
    name: 'placed-files',
    // While the sources are still as they were written.
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(resolve('src-main'))) return null;
      return code.replace(
        /new URL\(\s*'(\.[^']+)',\s*import\.meta\.url\s*,?\s*\)/g,
        (_whole, written: string) => {
          const target = resolve(dirname(id), written);
          const thread = Object.entries(threads).find(([, source]) => resolve(source) === target);
          const place =
            thread === undefined
              ? relative(mainDirectory, target).replaceAll('\\', '/')
              : `./${thread[0]}.cjs`;
          return `new URL('${place}', require('node:url').pathToFileURL(__filename))`;
        },
      );
    },
  };
}

/** Nothing is built of parts that we may not deliver. */
function acceptedLicences(): Plugin {
  return { name: 'accepted-licences', buildStart: () => requireAccepted(licencesOf(resolve('.'))) };
}

/** Flat CommonJS under plain names. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
} as const;

export default defineConfig({
  main: {
    plugins: [placedFiles(), acceptedLicences()],
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      target: node,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          desktop: 'src-main/hosts/desktop/main.ts',
          // Loaded by the desktop once its window is there; as an entry it shares chunks and does not pull the desktop in.
          'own-home': 'src-main/hosts/desktop/own-home.ts',
          ...threads,
        },
        external,
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      target: node,
      externalizeDeps: false,
      rollupOptions: { input: { index: 'src-preload/index.ts' }, external: ['electron'], output: commonJs },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    // Replaced by the host in every answer: styles that Ant Design makes while it runs carry it.
    html: { cspNonce: '__NONCE__' },
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      target: chromium,
      cssTarget: chromium,
      minify: true,
      reportCompressedSize: false,
      // A file inlined as a data: URL would need a wider content security policy.
      assetsInlineLimit: 0,
      rollupOptions: { input: 'src-renderer/index.html' },
    },
  },
});
