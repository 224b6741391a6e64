import { z } from 'zod';
import { AppError } from '../contract/errors.ts';

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

/** Throws INPUT_INVALID for anything that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string): Position {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [topic, storeId, revision, instanceId, sequence] = partsSchema.parse(parts);
    return { topic, storeId, revision, instanceId, sequence };
  } catch (cause) {
    const text = {
      zh: 'cursor 不是本服务返回的游标；请原样传回上一批的 cursor，或传 null 从头开始。',
      en: 'This cursor was not returned by the feed. Pass back the cursor of the last batch unchanged, or null to start from the beginning.',
    };
    throw new AppError('INPUT_INVALID', text, { data: { fields: ['cursor'] }, cause });
  }
}
