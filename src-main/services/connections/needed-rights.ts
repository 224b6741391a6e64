import type { ConnectionRight } from '../../contract/connections.ts';
import type { Text } from '../../contract/text.ts';
import type { AccessQuestion, KubernetesApi } from '../../ports/kubernetes.ts';

interface Needed {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
  readonly subresource?: string;
  /** Where it is needed in one namespace only, whatever the connection works in. */
  readonly namespace?: string;
  readonly purpose: Text;
}

const workloads = ['deployments', 'daemonsets', 'statefulsets'];
const follow: Text = { zh: '列出工作负载并跟踪滚动更新', en: 'list workloads and follow rollouts' };
const restart: Text = { zh: '重启工作负载', en: 'restart workloads' };
const explain: Text = { zh: '说明滚动更新卡住的原因', en: 'tell why a rollout is stuck' };
const nodes: Text = { zh: '列出并跟踪 Primus-SaFE 节点', en: 'list and follow Primus-SaFE nodes' };
const retry: Text = { zh: '重试 Primus-SaFE 节点', en: 'retry Primus-SaFE nodes' };

/** What is done with a cluster, in the order in which a person reads it. */
const needed: readonly Needed[] = [
  { verbs: ['list', 'watch'], group: 'apps', resources: workloads, purpose: follow },
  { verbs: ['patch'], group: 'apps', resources: workloads, purpose: restart },
  { verbs: ['list'], group: '', resources: ['pods', 'events'], purpose: explain },
  { verbs: ['get'], group: '', resources: ['pods'], subresource: 'log', purpose: explain },
  { verbs: ['list', 'watch'], group: 'amd.com', resources: ['nodes'], purpose: nodes },
  { verbs: ['patch'], group: 'amd.com', resources: ['nodes'], purpose: retry },
  { verbs: ['patch'], group: 'amd.com', resources: ['nodes'], subresource: 'status', purpose: retry },
  { verbs: ['delete'], group: '', resources: ['pods'], namespace: 'primus-safe', purpose: retry },
];

type Question = AccessQuestion & { readonly purpose: Text };

const questions: readonly Question[] = needed.flatMap(
  ({ verbs, group, resources, subresource, namespace, purpose }) =>
    resources.flatMap((resource) =>
      verbs.map((verb): Question => {
        const asked = { verb, group, resource, purpose };
        const part = subresource === undefined ? asked : { ...asked, subresource };
        return namespace === undefined ? part : { ...part, namespace };
      }),
    ),
);

/** Whether each of them is allowed; where not in the whole cluster, in which of the namespaces. */
export function readRights(
  api: KubernetesApi,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<ConnectionRight[]> {
  return Promise.all(
    questions.map(async ({ purpose, ...question }): Promise<ConnectionRight> => {
      const { verb } = question;
      const right = { verb, resource: nameOf(question), purpose };
      if (await api.mayI(question, { signal })) {
        return { ...right, allowed: true, allowedIn: [] };
      }
      const allowedIn = isOfNamespaces(question)
        ? await allowedAmong(api, { question, namespaces }, signal)
        : [];
      return { ...right, allowed: allowedIn.length === namespaces.length, allowedIn };
    }),
  );
}

/** The rest is of the cluster, or of a namespace of its own. */
const isOfNamespaces = ({ group, namespace }: AccessQuestion): boolean =>
  group !== 'amd.com' && namespace === undefined;

async function allowedAmong(
  api: KubernetesApi,
  { question, namespaces }: { readonly question: AccessQuestion; readonly namespaces: readonly string[] },
  signal: AbortSignal,
): Promise<string[]> {
  const answers = await Promise.all(
    namespaces.map((namespace) => api.mayI({ ...question, namespace }, { signal })),
  );
  return namespaces.filter((_, index) => answers[index]);
}

function nameOf({ group, resource, subresource, namespace }: AccessQuestion): string {
  const kind = group === '' ? resource : `${resource}.${group}`;
  const part = subresource === undefined ? kind : `${kind}/${subresource}`;
  return namespace === undefined ? part : `${part} (${namespace})`;
}
