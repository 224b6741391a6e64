// For who changes the product: builds the page again at each change, and serves it from a process that starts again at
// each change of its sources. The page takes the connection up by itself; a reload shows its new files.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { loadConfigFromFile } from 'electron-vite';
import { build, mergeConfig } from 'vite';
import { exitCodeOf, passSignalsOn } from './children.mjs';

/** One address for all restarts, so that the open page stays. */
const port = '8790';

/** Watches the page's sources. The paths in the build's own configuration are those of its program, not of the page's folder. */
async function watchPage(outDir) {
  const root = resolve('src-renderer');
  const { config } = await loadConfigFromFile({ command: 'build', mode: 'production' });
  const { input: _, ...rollupOptions } = config.renderer.build.rollupOptions;
  const page = { ...config.renderer, build: { ...config.renderer.build, rollupOptions } };
  return build(
    mergeConfig(page, {
      configFile: false,
      root,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir,
        watch: {},
        minify: false,
        // What the open page still loads stays beside what is new.
        emptyOutDir: false,
        rollupOptions: { input: join(root, 'index.html') },
      },
    }),
  );
}

const outDir = resolve('out', 'renderer');
const watching = await watchPage(outDir);
const watched = ['src-main', outDir].map((folder) => `--watch-path=${folder}`);
const words = [join('bin', 'sitewright.js'), 'serve', '--port', port, ...process.argv.slice(2)];
const serving = spawn(process.execPath, ['--watch-preserve-output', ...watched, ...words], {
  stdio: 'inherit',
});
const wasAsked = passSignalsOn(serving);
const code = await exitCodeOf(serving);
await watching.close();
process.exit(wasAsked() ? 0 : (code ?? 1));
