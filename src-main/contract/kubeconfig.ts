import { z } from 'zod';

/** Kinds of what a kubeconfig would have this computer run, trust or read besides itself; `--allow` takes the same words. */
export const kubeconfigNeedKinds = ['exec', 'auth-provider', 'insecure', 'proxy', 'files'] as const;

/**
 * What a context of a kubeconfig would run, trust or read besides the file itself. A person sees it and allows it before
 * anything of it is done; nothing of it was looked at before.
 */
export const kubeconfigNeedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exec'),
    /** As it would be run: an absolute path, or a name that the system looks for. */
    command: z.string(),
    args: z.array(z.string()),
    /** Its additions to the environment; values may hold secrets and are never shown. */
    environment: z.array(z.string()),
    installHint: z.string().nullable(),
  }),
  z.object({ kind: z.literal('auth-provider'), name: z.string() }),
  z.object({ kind: z.literal('insecure') }),
  z.object({ kind: z.literal('proxy'), url: z.string() }),
  z.object({
    kind: z.literal('files'),
    files: z.array(
      z.object({
        /** The field of the kubeconfig that names it, such as `client-key`. */
        field: z.string(),
        path: z.string(),
        /** In the folder of the kubeconfig or below it. */
        isBeside: z.boolean(),
      }),
    ),
  }),
]);
export type KubeconfigNeed = z.infer<typeof kubeconfigNeedSchema>;
