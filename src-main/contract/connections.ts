import { z } from 'zod';
import { grantSchema } from './grant.ts';
import { kubeconfigNeedKinds, kubeconfigNeedSchema } from './kubeconfig.ts';
import { textSchema } from './text-schema.ts';

/** It stands in addresses of the gateway, in commands and in targets. */
export const connectionNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);

/** As Kubernetes has them: a DNS label. */
export const namespaceSchema = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const namespacesSchema = z.array(namespaceSchema).min(1).max(100);

const problemSchema = z.object({ code: z.string(), message: textSchema });
export type ConnectionProblem = z.infer<typeof problemSchema>;

/** What tells a cluster from any other. `isWeak`: made of less than the uid of `kube-system`, which could not be read. */
export const clusterIdentitySchema = z.object({ value: z.string(), isWeak: z.boolean() });
export type ClusterIdentity = z.infer<typeof clusterIdentitySchema>;

/** Something that engines do with a cluster, and whether it may be done. */
const rightSchema = z.object({
  verb: z.string(),
  /** `deployments.apps`, `pods/log`. */
  resource: z.string(),
  /** In the whole cluster, or in every namespace of the connection. */
  allowed: z.boolean(),
  /** Where it is not allowed in the whole cluster: the namespaces of the connection that it is allowed in. */
  allowedIn: z.array(z.string()),
  purpose: textSchema,
});
export type ConnectionRight = z.infer<typeof rightSchema>;

/** What a test found. Without a version, an identity: the other side does not tell it. */
export const connectionTestSchema = z.object({
  reachable: z.boolean(),
  version: z.string().optional(),
  identity: clusterIdentitySchema.optional(),
  /** Null where the other side has no way to tell them. */
  rights: z.array(rightSchema).nullable(),
  problems: z.array(problemSchema),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** The last test as it is remembered; its identity and its problems are those of the connection. */
export const lastTestSchema = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  reachable: z.boolean(),
  version: z.string().nullable(),
  rights: z.array(rightSchema).nullable(),
});

/** What is at the other end: a cluster by a kubeconfig, a Primus-SaFE API server, or this home's practice site. */
export const connectionKinds = ['kubernetes', 'primus', 'practice'] as const;

/**
 * Where the credentials are: in the kubeconfig; in the system's keystore; in memory, until this process ends; in an
 * environment variable, looked up when they are used; nowhere any more.
 */
export const credentialPlaces = ['file', 'keystore', 'memory', 'environment', 'missing'] as const;

/** A connection as everybody may see it: never a credential. */
export const connectionSchema = z.object({
  name: connectionNameSchema,
  kind: z.enum(connectionKinds),
  /** Empty where it is not known before the practice site is started. */
  server: z.string(),
  /** Of the kubeconfig; null where there is none. */
  context: z.string().nullable(),
  /** The kubeconfig, which is read again whenever the connection is used; null where there is no such file. */
  file: z.string().nullable(),
  /** What is worked in where the whole cluster may not be listed. */
  namespaces: z.array(z.string()),
  credentials: z.enum(credentialPlaces),
  /** The environment variable that the credential is looked for in; null for none. */
  variable: z.string().nullable(),
  isDefault: z.boolean(),
  identity: clusterIdentitySchema.nullable(),
  /** What was allowed of what the kubeconfig needs. */
  allowed: z.array(z.enum(kubeconfigNeedKinds)),
  /** As the last test found it; empty where none was made. */
  problems: z.array(problemSchema),
  /** Null where none was made. */
  lastTest: lastTestSchema.nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** A need as it was seen on this computer. `digest` changes with anything of it, and is what an approval holds for. */
export const seenNeedSchema = z.object({
  need: kubeconfigNeedSchema,
  program: z.object({ path: z.string(), sha256: z.string() }).nullable(),
  digest: z.string(),
});
export type SeenNeed = z.infer<typeof seenNeedSchema>;

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

/** One file of a folder: its contexts, or why it has none. */
export const offeredFileSchema = z.object({
  path: z.string(),
  file: grantSchema,
  contexts: z.array(offeredContextSchema),
  problem: problemSchema.nullable(),
});
export type OfferedFile = z.infer<typeof offeredFileSchema>;

/** Larger ones are refused when they are read; see `largestKubeconfigBytes`. */
const longestPastedText = 2 * 1024 * 1024;

/** A kubeconfig by its file, or as text that was pasted, which is kept as a secret. */
export const kubeconfigSourceSchema = z.union([
  z.object({ file: grantSchema }),
  z.object({ text: z.string().min(1).max(longestPastedText) }),
]);
export type KubeconfigSource = z.infer<typeof kubeconfigSourceSchema>;

const common = {
  name: connectionNameSchema,
  isDefault: z.boolean(),
  /** Absent: that of the context. */
  namespaces: namespacesSchema.optional(),
};

export const connectionOrderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('kubernetes'),
    ...common,
    kubeconfig: kubeconfigSourceSchema,
    /** Absent: the current one. */
    context: z.string().optional(),
    /** What a person has seen and allows, by its kind. Files beside the kubeconfig are allowed by choosing it. */
    allow: z.array(z.enum(kubeconfigNeedKinds)),
    /** The same by what exactly was seen: digests of needs as they were offered. */
    approved: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('primus'),
    ...common,
    /** `https://host[:port]`. */
    server: z.string().trim().min(1).max(2_000),
    token: z.string().min(1).max(100_000),
    /** The environment variable that it came from; null for one that was typed. */
    variable: z.string().nullable(),
    /** The SHA-256 of the certificate that a person has compared; null where none was. */
    fingerprint: z.string().nullable(),
    /** Whether the token may be sent unencrypted, to a server whose address begins with http. */
    allowHttp: z.boolean(),
  }),
  z.object({ kind: z.literal('practice'), ...common }),
]);
export type ConnectionOrder = z.infer<typeof connectionOrderSchema>;
export type OrderOf<Kind extends ConnectionOrder['kind']> = Extract<ConnectionOrder, { readonly kind: Kind }>;

export const namespacesChangeSchema = z.object({ name: connectionNameSchema, namespaces: namespacesSchema });
