import { z } from 'zod';
import {
  connectionNameSchema,
  connectionOrderSchema,
  connectionSchema,
  connectionTestSchema,
  offeredContextSchema,
} from '../contract/connections.ts';
import { grantSchema } from '../contract/grant.ts';
import { asked, nothing } from './base.ts';

const named = z.object({ name: connectionNameSchema });

/** Clusters by the names that a person gave them. */
export const connections = {
  list: asked(nothing, z.array(connectionSchema)),
  show: asked(named, connectionSchema),
  /** The contexts of a kubeconfig, and what each would run, trust or read; nothing of it is done. */
  offer: asked(z.object({ file: grantSchema }), z.array(offeredContextSchema)),
  add: asked(connectionOrderSchema, connectionSchema),
  /** Connects, and says what was found; only reads. */
  test: asked(named, connectionTestSchema),
  remove: asked(named, z.void()),
};
