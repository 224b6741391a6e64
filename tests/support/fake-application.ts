import type { Application } from '../../src-main/api/application.ts';
import { endingWithReader } from '../../src-main/api/base.ts';
import type { Call } from '../../src-main/api/context.ts';
import { AppError } from '../../src-main/contract/errors.ts';
import type { ImportDocument } from '../../src-main/contract/configure.ts';
import type { ChangeBatch } from '../../src-main/contract/feed.ts';
import type { RunDocument, RunRow } from '../../src-main/contract/run.ts';
import { noTiming } from '../../src-main/contract/run-timing.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import type { ChangeFeed } from '../../src-main/feed/changes.ts';
import { createFiles } from '../../src-main/services/machine/files.ts';
import { createReportDocument } from './report-document.ts';

const importOf = (id: number): ImportDocument => ({
  id,
  path: 'plan.xlsx',
  importedAt: 0,
  versions: [],
  overrides: [],
  ignored: [],
});

export function createRunRow(id: string, changes: Partial<RunRow> = {}): RunRow {
  return {
    id,
    kind: 'configure',
    title: `Configure ${id}`,
    subject: { name: changes.title ?? `Configure ${id}`, owner: null, address: null, identityLabel: null },
    hasReport: true,
    state: 'running',
    waiting: null,
    warnings: 0,
    counts: { running: 1 },
    targets: ['practice:own'],
    identity: null,
    practice: false,
    createdAt: 1_700_000_000_000,
    endedAt: null,
    revertsRunId: null,
    allows: ['cancel'],
    revision: 1,
    ...changes,
  };
}

export function createRunDocument(id: string, changes: Partial<RunDocument> = {}): RunDocument {
  return {
    id,
    kind: 'configure',
    title: `Configure ${id}`,
    state: 'succeeded',
    warnings: 0,
    createdAt: '2026-11-21T03:00:00.000Z',
    endedAt: null,
    steps: [],
    outputs: {},
    ...changes,
  };
}

/** What the tests order of the fake, and what they see of it. */
export interface FakeApplication extends Application {
  /** Every decision that arrived, in order. */
  readonly calls: { readonly name: string; readonly input: unknown; readonly by: string }[];
  /** Resolves when a follower of the feed has been let go of. */
  readonly feedEnded: Promise<void>;
  /** Resolves with the signal of the first call of `settled`, and when that was aborted. */
  readonly settledCalled: Promise<AbortSignal>;
  readonly settledAborted: Promise<void>;
  /** How far the feed has been read. */
  batchesRead(): number;
}

export interface FakeParts {
  readonly runs?: readonly RunRow[];
  /** The feed: this many batches, then it waits until it is let go of. */
  readonly batches?: number;
  readonly changes?: ChangeFeed['changes'];
}

const missing = (): never => {
  throw new AppError('CONNECTION_NOT_FOUND', verbatim('there is no such connection'));
};

const rowsPerBatch = 50;

export function createFakeApplication(parts: FakeParts = {}): FakeApplication {
  const calls: { name: string; input: unknown; by: string }[] = [];
  const feedEnded = Promise.withResolvers<undefined>();
  const settledCalled = Promise.withResolvers<AbortSignal>();
  const settledAborted = Promise.withResolvers<undefined>();
  const runs = parts.runs ?? [createRunRow('0001'), createRunRow('0002', { practice: true })];
  let read = 0;

  const record =
    (name: string) =>
    async (input: unknown, { caller }: Call): Promise<void> => {
      calls.push({ name, input, by: caller.by });
    };
  const changes: ChangeFeed['changes'] = parts.changes ?? ((_topic, _cursor, signal) => batches(signal));

  async function* batches(signal: AbortSignal): AsyncGenerator<ChangeBatch, void, void> {
    try {
      for (; read < (parts.batches ?? 1); read += 1) {
        const rows = Array.from({ length: rowsPerBatch }, (_, index) => {
          const row = createRunRow(String(read * rowsPerBatch + index));
          return { collection: 'run' as const, id: row.id, row };
        });
        yield { cursor: String(read), reset: read === 0, complete: true, rows };
      }
      await new Promise<void>((resolve) => {
        if (signal.aborted) {
          resolve();
        }
        signal.addEventListener('abort', () => resolve());
      });
    } finally {
      feedEnded.resolve(undefined);
    }
  }

  return {
    calls,
    feedEnded: feedEnded.promise,
    settledCalled: settledCalled.promise,
    settledAborted: settledAborted.promise,
    batchesRead: () => read,
    files: createFiles(),
    system: {
      facts: () => ({
        product: 'Sitewright',
        version: '0.0.0',
        protocol: 1,
        storeId: 'store',
        ownerId: 'owner',
        home: '/home/engineer/sitewright',
        platform: 'linux x64',
        runtimes: { node: '24.0.0', electron: null },
        keystore: { kind: 'memory', counts: { read: 0, overrides: 0, given: 0, connections: 0 } },
      }),
      clearSecrets: () => ({ read: 2, overrides: 0, given: 0, connections: 0 }),
      settings: () => ({ engineer: '', site: null }),
      sites: () => [],
      keepSettings: record('system.keepSettings'),
      siteKeys: () => [],
      forgetSiteKey: record('system.forgetSiteKey'),
      slept: record('system.slept'),
    },
    runs: {
      list: () => ({ runs: [...runs], next: null, total: runs.length, counts: {}, kinds: ['configure'] }),
      remove: record('runs.remove'),
      show({ run }) {
        if (run === 'broken') {
          throw new TypeError('cannot read hunter2 of undefined');
        }
        if (run === 'misshapen') {
          return { id: run } as unknown as RunDocument;
        }
        if (!runs.some(({ id }) => id === run)) {
          const text = { zh: `没有执行任务 ${run}。`, en: `there is no run ${run}` };
          throw new AppError('RUN_NOT_FOUND', text, { data: { run, near: ['0001'] } });
        }
        return createRunDocument(run);
      },
      question: () => null,
      attempts: () => [],
      faults: () => [],
      timing: () => noTiming,
      editable: () => [],
      checkEdits: () => ({ findings: [], places: [], unchecked: null }),
      planned: () => [],
      worked: () => ({}),
      logs: async ({ run, from, limit }) =>
        Array.from({ length: limit }, (_, index) => ({
          seq: from + index,
          at: '2026-11-21T03:00:00.000Z',
          level: 'info' as const,
          step: null,
          message: verbatim(`line ${from + index} of ${run}`),
        })),
      output: async () => [],
      retry: record('runs.retry'),
      revert: async () => '0002',
      recheck: record('runs.recheck'),
      cancel: record('runs.cancel'),
      answer: record('runs.answer'),
      skip: record('runs.skip'),
      markDone: record('runs.markDone'),
      existing: async () => ({ verdict: 'absent', found: verbatim('nothing'), differences: [] }),
      adopt: record('runs.adopt'),
      preview: async () => ({ steps: [], leftOut: [], identity: null }),
      preflight: async () => [],
      async start(input, call) {
        await record('runs.start')(input, call);
        return '0003';
      },
      settled: ({ run }, { signal }) =>
        new Promise((resolve, reject) => {
          if (run !== 'never') {
            resolve(createRunDocument(run));
          }
          signal.addEventListener('abort', () => {
            settledAborted.resolve(undefined);
            reject(new AppError('CANCELED', { zh: '等待已取消。', en: 'The wait was canceled.' }));
          });
          settledCalled.resolve(signal);
        }),
    },
    plan: {
      check: async ({ file, profile }, { grants }) => ({
        profile: profile ?? 'seed',
        workbook: { path: grants.resolve('read', file), sha256: 'a'.repeat(64) },
        findings: [],
        counts: { error: 0, warning: 0, info: 0 },
      }),
      grid: async () => ({ profile: 'seed', sheets: [] }),
      propose: async () => {
        throw new AppError('INPUT_INVALID', verbatim('every workbook fits here'));
      },
      read: async () => {
        throw new AppError(
          'WORKBOOK_ENCRYPTED',
          verbatim('the workbook is encrypted; save it without protection'),
        );
      },
      exportFindings: record('plan.exportFindings'),
    },
    imports: {
      list: () => [],
      runs: () => [],
      open: async () => importOf(1),
      show: ({ id }) => importOf(id),
      grant: ({ id }, { grants }) => ({ grant: grants.grant('read', importOf(id).path) }),
      difference: () => [],
      override: record('imports.override'),
      removeOverride: record('imports.removeOverride'),
      tryValue: async () => [],
      ignoreFinding: record('imports.ignoreFinding'),
      restoreFinding: record('imports.restoreFinding'),
      confirmMapping: record('imports.confirmMapping'),
    },
    configure: {
      image: async ({ iso }) => ({ fileName: 'tools.iso', sizeBytes: 1, iso }),
      images: async () => [],
      proposedAddress: async () => null,
      previewDocument: async () => '<!doctype html><title>Preview</title>',
      lastCheck: () => null,
      writtenBack: () => null,
      practiceStart: async (_how, { grants }) => ({
        import: importOf(1),
        iso: { grant: grants.grant('read', '/tools.iso'), name: 'tools.iso', sizeBytes: 1 },
      }),
      pairing: async () => [],
    },
    practice: {
      faults: async () => [],
      pace: () => 'fast' as const,
      address: async () => null,
      reset: record('practice.reset'),
    },
    connections: {
      list: () => [],
      show: missing,
      offer: async () => [],
      offerFolder: async () => [],
      certificate: missing,
      add: missing,
      test: missing,
      makeDefault: missing,
      changeNamespaces: missing,
      remove: record('connections.remove'),
    },
    workloads: {
      list: async () => ({ workloads: [], narrowedTo: null }),
      status: async () => [],
      show: missing,
    },
    nodes: { list: async () => [], show: missing },
    reports: {
      make: async ({ run }) => `<!doctype html><title>${run}</title>`,
      document: async () => ({ 'zh-CN': createReportDocument(), en: createReportDocument() }),
    },
    feed: {
      changes: ({ topic, cursor }, { signal }) =>
        endingWithReader(signal, (ending) => changes(topic, cursor, ending)),
    },
  };
}
