import { z } from 'zod';
import { grantSchema } from './grant.ts';
import { kubeconfigNeedKinds, kubeconfigNeedSchema } from './kubeconfig.ts';
import { textSchema } from './text-schema.ts';

/** It stands in addresses of the gateway, in commands and in targets. */
export const connectionNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);

const problemSchema = z.object({ code: z.string(), message: textSchema });

/** What tells a cluster from any other. `isWeak`: made of less than the uid of `kube-system`, which could not be read. */
export const clusterIdentitySchema = z.object({ value: z.string(), isWeak: z.boolean() });
export type ClusterIdentity = z.infer<typeof clusterIdentitySchema>;

/** A connection as everybody may see it: never a credential. */
export const connectionSchema = z.object({
  name: connectionNameSchema,
  kind: z.enum(['kubernetes']),
  server: z.string(),
  /** Of the kubeconfig. */
  context: z.string(),
  /** The kubeconfig, which is read again whenever the connection is used. */
  file: z.string(),
  isDefault: z.boolean(),
  identity: clusterIdentitySchema.nullable(),
  /** What was allowed of what the kubeconfig needs. */
  allowed: z.array(z.enum(kubeconfigNeedKinds)),
  /** As the last test found it; empty where none was made. */
  problems: z.array(problemSchema),
});
export type Connection = z.infer<typeof connectionSchema>;

/** A need as it was seen on this computer. `digest` changes with anything of it, and is what an approval holds for. */
export const seenNeedSchema = z.object({
  need: kubeconfigNeedSchema,
  program: z.object({ path: z.string(), sha256: z.string() }).nullable(),
  digest: z.string(),
});

/** A context that could become a connection. */
export const offeredContextSchema = z.object({
  name: z.string(),
  isCurrent: z.boolean(),
  server: z.string().nullable(),
  namespace: z.string().nullable(),
  needs: z.array(seenNeedSchema),
  /** Why it cannot be used; null where it can. */
  problem: problemSchema.nullable(),
});
export type OfferedContext = z.infer<typeof offeredContextSchema>;

export const connectionOrderSchema = z.object({
  name: connectionNameSchema,
  file: grantSchema,
  /** Absent: the current one. */
  context: z.string().optional(),
  isDefault: z.boolean(),
  /** What a person has seen and allows, by its kind. Files beside the kubeconfig are allowed by choosing it. */
  allow: z.array(z.enum(kubeconfigNeedKinds)),
});
export type ConnectionOrder = z.infer<typeof connectionOrderSchema>;

export const connectionTestSchema = z.object({
  reachable: z.boolean(),
  version: z.string().optional(),
  identity: clusterIdentitySchema.optional(),
  rights: z.array(z.object({ verb: z.string(), resource: z.string(), allowed: z.boolean() })),
  problems: z.array(problemSchema),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
