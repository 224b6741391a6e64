/** What lies around a workload and decides how its restart goes: read once for all workloads of a namespace. */
import { z } from 'zod';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesApi, ResourceKind } from '../../ports/kubernetes.ts';

const core = (resource: string): ResourceKind => ({ group: '', version: 'v1', resource });

export const pods = core('pods');
export const events = core('events');
const nodes = core('nodes');
const claims = core('persistentvolumeclaims');
const quotas = core('resourcequotas');
const budgets: ResourceKind = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' };
const scalers: ResourceKind = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };

const textMap = z.record(z.string(), z.string()).nullish();
const amounts = z.record(z.string(), z.union([z.string(), z.number()])).nullish();

export const podSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: textMap }),
  spec: z.looseObject({
    nodeName: z.string().nullish(),
    containers: z
      .array(z.looseObject({ resources: z.looseObject({ requests: amounts, limits: amounts }).nullish() }))
      .default([]),
  }),
  status: z.looseObject({ phase: z.string().optional() }).default({}),
});
export type Pod = z.infer<typeof podSchema>;

const nodeSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  status: z
    .looseObject({
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish(),
      images: z.array(z.looseObject({ names: z.array(z.string()).nullish() })).nullish(),
    })
    .default({}),
});
const claimSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ accessModes: z.array(z.string()).nullish() }),
});
const quotaSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  status: z.looseObject({ hard: amounts, used: amounts }).default({}),
});
const budgetSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ selector: z.looseObject({ matchLabels: textMap }).nullish() }),
  status: z.looseObject({ disruptionsAllowed: z.number().optional() }).default({}),
});
const scalerSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }) }),
});

/** Of one namespace; null is what may not be seen. */
export interface Surroundings {
  readonly pods: readonly Pod[] | null;
  readonly nodes: readonly z.infer<typeof nodeSchema>[] | null;
  readonly claims: readonly z.infer<typeof claimSchema>[] | null;
  readonly quotas: readonly z.infer<typeof quotaSchema>[] | null;
  readonly budgets: readonly z.infer<typeof budgetSchema>[] | null;
  readonly scalers: readonly z.infer<typeof scalerSchema>[] | null;
}

/** No right to see it, or a cluster without that kind: a hint less, and no reason to stop. */
const unseen = ['API_FORBIDDEN', 'API_NOT_FOUND'] as const;

/** Reads the surroundings of each namespace; the nodes are those of the cluster. */
export async function readSurroundings(
  api: Pick<KubernetesApi, 'list'>,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Surroundings>> {
  const listed = <T>(kind: ResourceKind, namespace: string | null, shape: z.ZodType<T>) =>
    whereRefused(
      api
        .list(kind, { namespace }, { freshness: 'cached', signal })
        .then(({ items }) => items.map((item) => shape.parse(item))),
      unseen,
      null,
    );
  const ofCluster = listed(nodes, null, nodeSchema);
  const ofNamespaces = namespaces.map(async (namespace) => {
    const [inPods, inClaims, inQuotas, inBudgets, inScalers] = await Promise.all([
      listed(pods, namespace, podSchema),
      listed(claims, namespace, claimSchema),
      listed(quotas, namespace, quotaSchema),
      listed(budgets, namespace, budgetSchema),
      listed(scalers, namespace, scalerSchema),
    ]);
    const around: Surroundings = {
      pods: inPods,
      nodes: await ofCluster,
      claims: inClaims,
      quotas: inQuotas,
      budgets: inBudgets,
      scalers: inScalers,
    };
    return [namespace, around] as const;
  });
  return new Map(await Promise.all(ofNamespaces));
}

/** Whether an object with those labels is chosen; an empty selector chooses everything. */
export const isChosen = (
  labels: Readonly<Record<string, string>> | null | undefined,
  matchLabels: Readonly<Record<string, string>> | null | undefined,
): boolean => Object.entries(matchLabels ?? {}).every(([key, value]) => labels?.[key] === value);
