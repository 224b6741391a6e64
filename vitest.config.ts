import { defineConfig } from 'vitest/config';

interface Project {
  readonly testTimeout?: number;
  readonly hookTimeout?: number;
  readonly globalSetup?: string[];
  readonly setupFiles?: string[];
  readonly env?: Record<string, string>;
}

const project = (
  name: string,
  include: string[],
  { testTimeout = 20_000, ...more }: Project = {},
): object => ({
  // What is polled for comes when it comes: on a busy machine later than in the second that is usual.
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: 60_000,
    pool: 'forks',
    expect: { poll: { timeout: 15_000 } },
    ...more,
  },
});

// A fresh clone installs from the registry, so it is tried by `npm run test:fresh` alone.
const fresh = process.env['npm_lifecycle_event'] === 'test:fresh';

// `npm run test:crash` is the same suite with every kill instead of a dozen.
const crashes = process.env['npm_lifecycle_event'] === 'test:crash' ? 'full' : 'some';

// Named, the product runs on this Node of Windows while the tests that start it stay where they are.
const windowsNode = process.env['SITEWRIGHT_WINDOWS_NODE'] ?? '';
const underWindows = windowsNode === '' ? {} : { env: { SITEWRIGHT_TESTED_NODE: windowsNode } };

export default defineConfig({
  test: {
    // Two cores are what our machines have; more workers only make the noise larger.
    maxWorkers: 2,
    reporters: ['default', './tests/support/skipped-reporter.ts'],
    // The pure core of the runner decides what happens to a customer's site: every branch of it is tested.
    coverage: {
      include: [
        'allowed',
        'graph',
        'holds',
        'identity',
        'model',
        'new-plan',
        'retry-policy',
        'scopes',
        'settle',
        'transition',
      ].map((name) => `src-main/runner/${name}.ts`),
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
      project('windows', ['tests/windows/**/*.test.ts'], {
        testTimeout: 600_000,
        globalSetup: ['tests/windows/share-display.ts'],
        setupFiles: ['tests/windows/take-display.ts'],
        ...underWindows,
      }),
      // Skipped by name where nobody has named the programs of a control plane.
      project('control-plane', ['tests/control-plane/**/*.test.ts'], { testTimeout: 120_000 }),
      ...(fresh
        ? [project('fresh', ['tests/fresh/**/*.test.ts'], { testTimeout: 900_000, hookTimeout: 300_000 })]
        : []),
    ],
  },
});
