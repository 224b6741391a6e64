import { z } from 'zod';

/** A kubeconfig as its document describes it (kubernetes.io/docs/reference/config-api/kubeconfig.v1); what is not named here is not used. */

const text = z.string();
const optional = text.exactOptional();

const clusterSchema = z.object({
  server: text,
  'tls-server-name': optional,
  'insecure-skip-tls-verify': z.boolean().exactOptional(),
  'certificate-authority': optional,
  'certificate-authority-data': optional,
  'proxy-url': optional,
});

const execSchema = z.object({
  apiVersion: text,
  command: text.min(1),
  args: z.array(text).nullish(),
  env: z.array(z.object({ name: text.min(1), value: text })).nullish(),
  installHint: optional,
  provideClusterInfo: z.boolean().exactOptional(),
});

const userSchema = z.object({
  'client-certificate': optional,
  'client-certificate-data': optional,
  'client-key': optional,
  'client-key-data': optional,
  token: optional,
  tokenFile: optional,
  username: optional,
  password: optional,
  exec: execSchema.nullish(),
  'auth-provider': z.object({ name: text, config: z.record(z.string(), text).nullish() }).nullish(),
});

const contextSchema = z.object({ cluster: text, user: optional, namespace: optional });

const named = <T extends z.ZodRawShape>(shape: T) =>
  z.array(z.object({ name: text.min(1), ...shape })).nullish();

export const kubeconfigSchema = z.object({
  apiVersion: z.literal('v1').exactOptional(),
  kind: z.literal('Config').exactOptional(),
  'current-context': z.string().nullish(),
  clusters: named({ cluster: clusterSchema }),
  users: named({ user: userSchema.nullish() }),
  contexts: named({ context: contextSchema }),
});
export type KubeconfigFile = z.infer<typeof kubeconfigSchema>;
export type KubeconfigCluster = z.infer<typeof clusterSchema>;
export type KubeconfigUser = z.infer<typeof userSchema>;
export type ExecPlugin = z.infer<typeof execSchema>;
