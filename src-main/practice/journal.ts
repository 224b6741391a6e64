import { z } from 'zod';
import type { Resource } from './answers.ts';
import { jsonColumn } from './store.ts';
import type { PracticeWorld } from './world.ts';

const resourceSchema = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });

const entryRow = z.object({
  seq: z.number(),
  at: z.string(),
  method: z.string(),
  path: z.string(),
  query: z.string(),
  /** 0 = the connection was torn before an answer. */
  status: z.number(),
  resource: jsonColumn(resourceSchema.nullable()),
});
export type JournalEntry = z.infer<typeof entryRow>;

export interface JournalRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

const secretKey = /pass|token|secret|credential/i;

/** The query as sent, except that values which look like secrets by their key are masked. */
function withoutSecrets(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const key = pair.split('=', 1)[0] ?? '';
      return secretKey.test(key) ? `${key}=***` : pair;
    })
    .join('&');
}

/** Call it in the transaction of the change, so that neither exists without the other. */
export function journalRequest(
  world: PracticeWorld,
  request: JournalRequest,
  outcome: { readonly status: number; readonly resource: Resource | null },
): void {
  world.store.run(
    'INSERT INTO journal (at, method, path, query, status, resource) VALUES (?, ?, ?, ?, ?, ?)',
    [
      new Date(world.clock.now()).toISOString(),
      request.method,
      request.path,
      withoutSecrets(request.query),
      outcome.status,
      JSON.stringify(outcome.resource),
    ],
  );
}

/** Every mutating request this site has seen, oldest first. */
export function readJournal(world: PracticeWorld): JournalEntry[] {
  return world.store.all(
    entryRow,
    'SELECT seq, at, method, path, query, status, resource FROM journal ORDER BY seq',
  );
}
