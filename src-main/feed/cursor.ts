import { z } from 'zod';

/** Where a follower of one topic stands: in the store's revisions and in the process's volatile sequence. */
export interface Position {
  readonly topic: string;
  readonly storeId: string;
  readonly revision: number;
  readonly instanceId: string;
  readonly sequence: number;
}

const count = z.number().int().min(0);
const partsSchema = z.tuple([z.string(), z.string(), count, z.string(), count]);

export function encodeCursor({ topic, storeId, revision, instanceId, sequence }: Position): string {
  return Buffer.from(JSON.stringify([topic, storeId, revision, instanceId, sequence])).toString('base64url');
}

/** Null for anything that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string): Position | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [topic, storeId, revision, instanceId, sequence] = partsSchema.parse(parts);
    return { topic, storeId, revision, instanceId, sequence };
  } catch {
    return null;
  }
}
