import { eventIterator } from '@orpc/server';
import { z } from 'zod';
import { changeBatchSchema, cursorSchema, topicSchema } from '../contract/feed.ts';
import { endingWithReader, procedure } from './base.ts';

export const feed = {
  changes: procedure
    .input(z.object({ topic: topicSchema, cursor: cursorSchema }))
    .output(eventIterator(changeBatchSchema, z.undefined()))
    .handler(({ context, input, signal }) =>
      endingWithReader(signal, (ending) => context.application.changes(input.topic, input.cursor, ending)),
    ),
};
