/** Nodes as objects of the management cluster, `nodes.amd.com`: the pod of a node is what its phase follows from. */
import type { NodeAction } from '../../contract/node-retry-names.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type {
  AccessQuestion,
  FollowedObjects,
  KubernetesApi,
  KubernetesObject,
} from '../../ports/kubernetes.ts';
import { endOf, hasFailed, podLabels, readEvidence, readNodePods } from './node-pods.ts';
import type { MissingRight, NodeSource, SourceNode } from './ports.ts';
import { claimAnnotation, nodeKind, operatorNamespace, podKind, toSourceNode } from './source-node.ts';

const named = (name: string) => ({ namespace: null, name });

const nodeRights: readonly AccessQuestion[] = ['update', 'patch'].map((verb) => ({
  verb,
  group: 'amd.com',
  resource: 'nodes',
}));

/** What is sent for each action; the first is what Primus-SaFE itself asks for. */
const rights: Readonly<Record<NodeAction, readonly AccessQuestion[]>> = {
  retry: [
    ...nodeRights,
    ...nodeRights.map((right) => ({ ...right, subresource: 'status' })),
    { verb: 'list', group: '', resource: 'pods', namespace: operatorNamespace },
    { verb: 'delete', group: '', resource: 'pods', namespace: operatorNamespace },
  ],
  manage: nodeRights,
  unmanage: nodeRights,
};

function asMissing({ verb, group, resource, subresource }: AccessQuestion): MissingRight {
  const kind = group === '' ? resource : `${resource}.${group}`;
  return { verb, resource: subresource === undefined ? kind : `${kind}/${subresource}` };
}

export function nodeNotFound(name: string): AppError {
  const text = {
    zh: `没有节点 ${name}。请用「node list」查看有哪些节点。`,
    en: `There is no node ${name}. "node list" lists the nodes there are.`,
  };
  return new AppError('NODE_NOT_FOUND', text, { data: { node: name } });
}

/** A missing node is told as one, whatever was asked of it. */
async function ofNode<T>(name: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    throw isAppError(thrown) && thrown.code === 'API_NOT_FOUND' ? nodeNotFound(name) : thrown;
  }
}

export function createKubernetesSource(
  api: KubernetesApi,
  followed: FollowedObjects & { close(): void },
): NodeSource {
  /** Asked once for each run: all nodes take the same rights. */
  const asked = new Map<string, Promise<boolean>>();
  const mayI = (question: AccessQuestion, signal: AbortSignal): Promise<boolean> => {
    const key = JSON.stringify(question);
    const known = asked.get(key) ?? api.mayI(question, { signal });
    asked.set(key, known);
    known.catch(() => asked.delete(key));
    return known;
  };
  const change = async (
    { name, resourceVersion }: SourceNode,
    body: { readonly metadata?: object; readonly spec?: object; readonly status?: object },
    signal: AbortSignal,
  ): Promise<void> => {
    const whole = { ...body, metadata: { ...body.metadata, resourceVersion } };
    const request = { type: 'merge', body: whole, signal } as const;
    const sent = body.status === undefined ? request : ({ ...request, subresource: 'status' } as const);
    await ofNode(name, api.patch(nodeKind, named(name), sent));
  };
  return {
    server: api.server,
    retriesItself: false,
    async list(signal) {
      const { items } = await api.list(nodeKind, { namespace: null }, { freshness: 'current', signal });
      return items.map(toSourceNode);
    },
    read: async (name, signal) =>
      toSourceNode(await ofNode(name, api.read(nodeKind, named(name), { signal }))),
    async missingRight(action, signal) {
      const answers = await Promise.all(rights[action].map((question) => mayI(question, signal)));
      const refused = rights[action].find((_, index) => answers[index] === false);
      return refused === undefined ? null : asMissing(refused);
    },
    async claim(node, claim, signal) {
      const value = claim === null ? null : JSON.stringify(claim);
      const patched = change(node, { metadata: { annotations: { [claimAnnotation]: value } } }, signal);
      const done = patched.then(() => true);
      return whereRefused(done, ['API_FORBIDDEN', 'API_INVALID'], false);
    },
    async pods(node, direction, signal) {
      const pods = await readNodePods(api, { node, direction }, signal);
      return pods.map(({ metadata: { name, uid } }) => ({ namespace: operatorNamespace, name, uid }));
    },
    evidence: (node, direction, signal) => readEvidence(api, { node, direction }, signal),
    async deletePod({ uid, ...pod }, signal) {
      // Another pod of that name is the successor: this one has gone.
      await whereRefused(
        api.delete(podKind, pod, { uid, signal }),
        ['API_NOT_FOUND', 'API_CONFLICT'],
        undefined,
      );
    },
    async hasPod({ uid, ...pod }, signal) {
      const there = await whereRefused(api.read(podKind, pod, { signal }), ['API_NOT_FOUND'], null);
      return there?.metadata.uid === uid;
    },
    async reset(node, { to, signal }) {
      await change(node, { status: { clusterStatus: { phase: to } } }, signal);
      return { podsDeleted: [], hadNone: false };
    },
    assign: (node, cluster, signal) => change(node, { spec: { cluster } }, signal),
    async failures(signal) {
      const selection = { namespace: operatorNamespace, labelSelector: podLabels.node };
      const listed = api.list(podKind, selection, { freshness: 'cached', signal });
      const pods = (await whereRefused(listed, ['API_FORBIDDEN'], null))?.items ?? [];
      return new Map(pods.flatMap(failureOf));
    },
    follow: (name, onChange) =>
      followed.follow({ kind: nodeKind, of: { namespace: null }, name }, () => onChange()),
    async close() {
      followed.close();
      await api.close();
    },
  };
}

/** The node of a pod that has failed, and when that was. */
export function failureOf(pod: KubernetesObject): readonly (readonly [string, number])[] {
  const node = pod.metadata.labels?.[podLabels.node];
  const at = endOf(pod);
  return node === undefined || at === null || !hasFailed(pod) ? [] : [[node, at]];
}
