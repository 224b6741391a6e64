import { z } from 'zod';
import {
  connectionNameSchema,
  connectionOrderSchema,
  connectionSchema,
  connectionTestSchema,
  kubeconfigSourceSchema,
  namespacesChangeSchema,
  offeredContextSchema,
  offeredFileSchema,
} from '../contract/connections.ts';
import { grantSchema } from '../contract/grant.ts';
import { asked, nothing } from './base.ts';

const named = z.object({ name: connectionNameSchema });

/** Clusters and API servers by the names that a person gave them. */
export const connections = {
  list: asked(nothing, z.array(connectionSchema)),
  show: asked(named, connectionSchema),
  /** The contexts of a kubeconfig, and what each would run, trust or read; nothing of it is done. */
  offer: asked(kubeconfigSourceSchema, z.array(offeredContextSchema)),
  /** The same of every file beside a chosen one, each read apart; of `~/.kube` where none was chosen. */
  offerFolder: asked(z.object({ beside: grantSchema.nullable() }), z.array(offeredFileSchema)),
  /** The SHA-256 of the certificate that a server shows, for a person to compare; nothing is sent to it. */
  certificate: asked(
    z.object({ server: z.string().trim().max(2_000) }),
    z.object({ fingerprint: z.string() }),
  ),
  add: asked(connectionOrderSchema, connectionSchema),
  /** Connects, and says what was found; only reads. */
  test: asked(named, connectionTestSchema),
  makeDefault: asked(named, connectionSchema),
  changeNamespaces: asked(namespacesChangeSchema, connectionSchema),
  /** Its secrets go with it; a kubeconfig stays as it is. */
  remove: asked(named, z.void()),
};
