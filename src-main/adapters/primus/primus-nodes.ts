/** Nodes through the API server of Primus-SaFE: the retry of the older dialect first, of the newer one where that is not there. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { PrimusNode, PrimusNodes, ResetAnswer } from '../../engines/node-retry/ports.ts';
import type { HttpAnswer, HttpMethod } from '../http/http-client.ts';

interface PrimusRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

interface PrimusReply {
  readonly answer: HttpAnswer;
  /** The answer as the refusal that it is. */
  readonly refused: () => AppError;
  /** The answer as one that no such server sends. */
  readonly unreadable: () => AppError;
}

/** A call with the token. */
export type PrimusCall = (request: PrimusRequest) => Promise<PrimusReply>;

const errorSchema = z.object({ errorCode: z.string(), errorMessage: z.string().default('') });

const filled = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : value));

/** The seed's form has the phase in `status`, the server's own has it flat. */
const nodeSchema = z
  .looseObject({
    nodeId: z.string().optional(),
    nodeName: z.string().optional(),
    phase: z.string().optional(),
    status: z
      .looseObject({ clusterStatus: z.looseObject({ phase: z.string().optional() }).optional() })
      .optional(),
    clusterId: filled,
    workspace: z.looseObject({ id: filled }).nullish(),
    workspaceId: filled,
    isControlPlane: z.boolean().default(false),
  })
  .transform((node): PrimusNode => ({
    name: node.nodeId ?? node.nodeName ?? '',
    phase: node.status?.clusterStatus?.phase ?? node.phase ?? '',
    clusterId: node.clusterId,
    workspaceId: node.workspace?.id ?? node.workspaceId,
    isControlPlane: node.isControlPlane,
  }));

const pageSchema = z.object({ totalCount: z.number(), items: z.array(nodeSchema).nullish() });
const logSchema = z.looseObject({ podId: z.string().default(''), logs: z.array(z.string()).nullish() });
const batchSchema = z.looseObject({
  successNodes: z
    .array(
      z.looseObject({
        hasPods: z.boolean().optional(),
        podsDeleted: z.union([z.array(z.string()), z.unknown()]).optional(),
      }),
    )
    .nullish(),
  failedNodes: z.array(z.looseObject({ error: z.string().default('') })).nullish(),
});

const pageSize = 100;

/** Messages of two kinds have a prefix that the document of the API does not know. */
const withoutPrefix = (words: string): string => words.replace(/^(Bad request|Internal error)\. /, '');

const saidIn = ({ json }: HttpAnswer): z.infer<typeof errorSchema> | null =>
  errorSchema.safeParse(json).data ?? null;

function notFound(name: string): AppError {
  const text = {
    zh: `没有节点 ${name}。请用「node list」查看有哪些节点。`,
    en: `There is no node ${name}. "node list" lists the nodes there are.`,
  };
  return new AppError('NODE_NOT_FOUND', text, { data: { node: name } });
}

/** What the server says against something that was asked of one node. */
function refusalOf(name: string, { answer, refused }: PrimusReply): AppError {
  const said = saidIn(answer);
  if (answer.status === 404 && said !== null) {
    return notFound(name);
  }
  if (answer.status !== 400 || said === null) {
    return refused();
  }
  const words = withoutPrefix(said.errorMessage);
  const text = {
    zh: `服务器拒绝了对节点 ${name} 的操作：${words}`,
    en: `The server has refused what was asked of node ${name}: ${words}`,
  };
  const code = words.startsWith('node is not in a failed state') ? 'NODE_PHASE' : 'NODE_BLOCKED';
  return new AppError(code, text, { data: { node: name, words } });
}

function read<T>(schema: z.ZodType<T>, { answer, unreadable }: PrimusReply): T {
  const parsed = schema.safeParse(answer.json);
  if (!parsed.success) {
    throw unreadable();
  }
  return parsed.data;
}

const isRefused = ({ answer }: PrimusReply): boolean => answer.status >= 300;

/** No such address: without an error body of the server itself, the address and not the node is what is missing. */
const isOtherDialect = ({ answer }: PrimusReply): boolean =>
  (answer.status === 404 || answer.status === 405) && saidIn(answer) === null;

const pathOf = (name: string): string => `/api/v1/nodes/${encodeURIComponent(name)}`;

/** It answers 200 even where it has done nothing. */
function batchAnswer(name: string, reply: PrimusReply): ResetAnswer {
  const { successNodes, failedNodes } = read(batchSchema, reply);
  const [failed] = failedNodes ?? [];
  if (failed !== undefined) {
    const words = failed.error;
    const text = {
      zh: `服务器没有重试节点 ${name}：${words}`,
      en: `The server has not retried node ${name}: ${words}`,
    };
    throw new AppError('API_REFUSED', text, { data: { node: name, words } });
  }
  const [done] = successNodes ?? [];
  const deleted = z.array(z.string()).safeParse(done?.podsDeleted).data ?? [];
  return { podsDeleted: deleted, hadNone: done?.hasPods === false };
}

export function createPrimusNodes(call: PrimusCall): Omit<PrimusNodes, 'server' | 'close'> {
  const pageFrom = async (offset: number, signal: AbortSignal) => {
    const query = { limit: String(pageSize), offset: String(offset) };
    const reply = await call({ method: 'GET', path: '/api/v1/nodes', query, signal });
    if (isRefused(reply)) {
      throw reply.refused();
    }
    return read(pageSchema, reply);
  };
  return {
    async list(signal) {
      const all: PrimusNode[] = [];
      for (;;) {
        const { totalCount, items } = await pageFrom(all.length, signal);
        all.push(...(items ?? []));
        if (all.length >= totalCount || (items ?? []).length === 0) {
          return all;
        }
      }
    },
    async read(name, signal) {
      const reply = await call({ method: 'GET', path: pathOf(name), signal });
      if (isRefused(reply)) {
        throw refusalOf(name, reply);
      }
      return { ...read(nodeSchema, reply), name };
    },
    async log(name, signal) {
      const reply = await call({ method: 'GET', path: `${pathOf(name)}/logs`, signal });
      if (reply.answer.status === 404 || reply.answer.status === 405) {
        return null;
      }
      if (isRefused(reply)) {
        throw refusalOf(name, reply);
      }
      const { podId, logs } = read(logSchema, reply);
      return { pod: podId, text: (logs ?? []).join('\n') };
    },
    async retry(name, signal) {
      const single = await call({ method: 'POST', path: `${pathOf(name)}/retry`, signal });
      if (!isRefused(single)) {
        return { podsDeleted: [], hadNone: false };
      }
      if (!isOtherDialect(single)) {
        throw refusalOf(name, single);
      }
      const body = { nodeIds: [name] };
      const batch = await call({ method: 'POST', path: '/api/v1/nodes/retry', body, signal });
      if (isRefused(batch)) {
        throw refusalOf(name, batch);
      }
      return batchAnswer(name, batch);
    },
    async change({ cluster, node, action }, signal) {
      const path = `/api/v1/clusters/${encodeURIComponent(cluster)}/nodes`;
      const reply = await call({ method: 'POST', path, body: { nodeIds: [node], action }, signal });
      if (isRefused(reply)) {
        throw refusalOf(node, reply);
      }
      const { successCount } = z
        .looseObject({ successCount: z.number().default(1) })
        .parse(reply.answer.json);
      if (successCount < 1) {
        throw new AppError('API_REFUSED', {
          zh: `服务器没有改变节点 ${node} 所属的集群。请查看节点的状态后重试。`,
          en: `The server has not changed the cluster of node ${node}. Look at the node, then retry.`,
        });
      }
    },
  };
}
