import { defineConfig } from 'vitest/config';

interface Project {
  readonly testTimeout?: number;
  readonly globalSetup?: string[];
}

const project = (
  name: string,
  include: string[],
  { testTimeout = 20_000, ...more }: Project = {},
): object => ({
  test: { name, include, testTimeout, hookTimeout: 60_000, pool: 'forks', ...more },
});

// `npm run test:crash` is the same suite with every kill instead of a dozen.
const crashes = process.env['npm_lifecycle_event'] === 'test:crash' ? 'full' : 'some';

export default defineConfig({
  test: {
    // Two cores are what our machines have; more workers only make the noise larger.
    maxWorkers: 2,
    // The pure core of the runner decides what happens to a customer's site: every branch of it is tested.
    coverage: {
      include: ['allowed', 'graph', 'identity', 'model', 'new-plan', 'retry-policy', 'transition'].map(
        (name) => `src-main/runner/${name}.ts`,
      ),
      reporter: ['text-summary'],
      thresholds: { branches: 100, lines: 100 },
    },
    // The pace that people see takes a minute and more.
    env: { SITEWRIGHT_CRASH: crashes, SITEWRIGHT_PRACTICE_PACE: 'fast' },
    projects: [
      project('unit', ['tests/unit/**/*.test.ts']),
      project('adapters', ['tests/adapters/**/*.test.ts'], { testTimeout: 60_000 }),
      project('engines', ['tests/engines/**/*.test.ts'], { testTimeout: 60_000 }),
      project('hosts', ['tests/{gateway,cli}/**/*.test.ts'], { testTimeout: 120_000 }),
      project('desktop', ['tests/desktop/**/*.test.ts'], { testTimeout: 60_000 }),
      project('renderer', ['tests/renderer/**/*.test.ts']),
      project('ui', ['tests/ui/**/*.test.ts'], {
        testTimeout: 120_000,
        globalSetup: ['tests/support/prepare-chromium.ts'],
      }),
      project('crash', ['tests/crash/**/*.test.ts'], { testTimeout: 600_000 }),
    ],
  },
});
