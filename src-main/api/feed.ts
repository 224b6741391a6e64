import { eventIterator } from '@orpc/server';
import { z } from 'zod';
import { changeBatchSchema, cursorSchema, topicSchema } from '../contract/feed.ts';
import { asked } from './base.ts';

export const feed = {
  /** Never ends by itself. Throws RUN_NOT_FOUND for a run that is not there. */
  changes: asked(
    z.object({ topic: topicSchema, cursor: cursorSchema }),
    eventIterator(changeBatchSchema, z.undefined()),
  ),
};
