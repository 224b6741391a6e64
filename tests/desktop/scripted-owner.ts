import { randomUUID } from 'node:crypto';
import { createBell, type Bell } from '../../src-main/feed/bell.ts';
import { endingWithReader } from '../../src-main/api/base.ts';
import { router } from '../../src-main/api/router.ts';
import type { ChangeBatch } from '../../src-main/contract/feed.ts';
import type { RunDocument, RunRow } from '../../src-main/contract/run.ts';
import { serveOwner } from '../../src-main/hosts/owner/serve-owner.ts';
import { createContexts } from '../support/call-context.ts';
import {
  createFakeApplication,
  createRunDocument,
  createRunRow,
  type FakeApplication,
} from '../support/fake-application.ts';

/** A real endpoint with an application behind it that says what the test wants it to say. */
export interface ScriptedOwner {
  readonly application: FakeApplication;
  /** Changes a run, and tells everybody who follows. */
  setRun(id: string, changes: Partial<RunRow>): void;
  setDocument(document: RunDocument): void;
  /** How many follow the runs now. */
  followers(): number;
  close(): Promise<void>;
}

/** `reports`: what the owner says of them, in place of what it would say. */
export async function createScriptedOwner(
  home: string,
  reports: Partial<FakeApplication['reports']> = {},
): Promise<ScriptedOwner> {
  const rows = new Map<string, RunRow>();
  const documents = new Map<string, RunDocument>();
  const bells = new Set<Bell>();
  const fake = createFakeApplication();

  async function* changes(signal: AbortSignal): AsyncGenerator<ChangeBatch, void, void> {
    const bell = createBell(signal);
    bells.add(bell);
    let reset = true;
    try {
      while (!signal.aborted) {
        bell.quiet();
        const current = [...rows.values()].map((row) => ({ collection: 'run' as const, id: row.id, row }));
        yield { cursor: String(Math.random()), reset, complete: true, rows: current };
        reset = false;
        await bell.rung();
      }
    } finally {
      bells.delete(bell);
    }
  }

  const application: FakeApplication = {
    ...fake,
    runs: {
      ...fake.runs,
      list: () => ({ runs: [...rows.values()], next: null, total: rows.size, counts: {}, kinds: [] }),
      show: ({ run }) => documents.get(run) ?? createRunDocument(run),
    },
    reports: { ...fake.reports, ...reports },
    feed: { changes: (_followed, { signal }) => endingWithReader(signal, changes) },
  };
  const { contextFor } = createContexts(application);
  const server = await serveOwner({ home, router, contextFor, instanceId: randomUUID() });
  return {
    application,
    setRun(id, changed) {
      rows.set(id, { ...(rows.get(id) ?? createRunRow(id, changed)), ...changed });
      for (const bell of bells) {
        bell.ring();
      }
    },
    setDocument: (document) => void documents.set(document.id, document),
    followers: () => bells.size,
    close: () => server.close(),
  };
}
