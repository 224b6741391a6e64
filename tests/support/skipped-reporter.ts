import type { Reporter, TestModule } from 'vitest/node';
import { runtime } from '../desktop/find-runtime.ts';

const advice = `no Electron runtime is installed here. Fetch one with "node node_modules/electron/install.js", or name the folder of one in ELECTRON_OVERRIDE_DIST_PATH, then run them again`;

/** The last line of a test run that left out the desktop's tests, and nothing where they ran. */
export function skippedLine(modules: readonly TestModule[], hasRuntime: boolean): string | null {
  if (hasRuntime) {
    return null;
  }
  const skipped = modules
    .filter(({ project }) => project.name === 'desktop')
    .flatMap((module) => [...module.children.allTests('skipped')]).length;
  return skipped === 0 ? null : `${skipped} tests of the desktop were skipped: ${advice}.`;
}

/** Says at the very end what was skipped for want of a runtime, where a person still sees it. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const line = skippedLine(modules, runtime !== null);
    if (line !== null) {
      process.stdout.write(`${line}\n`);
    }
  }
}
