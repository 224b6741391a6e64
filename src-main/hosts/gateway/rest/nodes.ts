/** Nodes as other programs ask for them, with the bodies, codes and texts of the original's addresses. They are those of the default connection. */
import { AppError } from '../../../contract/errors.ts';
import { isFailedPhase } from '../../../contract/node-retry-words.ts';
import { nodeOutputSchema, type NodeRow } from '../../../contract/node-retry.ts';
import type { RunDocument } from '../../../contract/run.ts';
import type { Text } from '../../../contract/text.ts';
import { answerJson } from '../answers.ts';
import type { ErrorAnswer, Exchange, Route } from '../route.ts';
import { errorOfStep } from '../step-error.ts';
import { z } from 'zod';

const cluster = { kind: 'default' } as const;

const codes = {
  internal: [500, 'Primus.00001'],
  invalid: [400, 'Primus.00002'],
  forbidden: [403, 'Primus.00004'],
  notFound: [404, 'Primus.00005'],
  unauthorized: [401, 'Primus.00009'],
} as const satisfies Record<string, readonly [number, string]>;

/** Refusals that are about the node, or about who else is at it. */
const aboutTheNode = new Set<string>([
  'NODE_PHASE',
  'NODE_BLOCKED',
  'NODE_CLAIMED',
  'NODE_CHANGED',
  'TARGET_HELD',
  'INPUT_INVALID',
]);

function codeOf({ code }: AppError): readonly [number, string] {
  if (aboutTheNode.has(code)) {
    return codes.invalid;
  }
  switch (code) {
    case 'TOKEN_INVALID':
      return codes.unauthorized;
    case 'API_FORBIDDEN':
    case 'ORIGIN_REFUSED':
      return codes.forbidden;
    case 'NODE_NOT_FOUND':
      return codes.notFound;
    default:
      return codes.internal;
  }
}

/** What the original says, where it says something of this kind; else our own words. */
function wordsOf({ code, data, message }: AppError): string {
  const { words } = data;
  if (code === 'NODE_NOT_FOUND') {
    return 'node not found';
  }
  if (code === 'API_FORBIDDEN') {
    return 'Forbidden';
  }
  return aboutTheNode.has(code) && typeof words === 'string' ? words : message;
}

function errorBody(error: AppError): ErrorAnswer {
  const [status, errorCode] = codeOf(error);
  const { original } = error.data;
  const errorMessage = typeof original === 'string' ? original : wordsOf(error);
  return { status, body: { errorCode, errorMessage } };
}

const nameOf = ({ params }: Exchange): string => params['name'] ?? '';

/** As the original's page reads it: `status.clusterStatus.phase`. */
function bodyOf({
  name,
  phase,
  machinePhase,
  cluster: of,
  workspace,
  isControlPlane,
  actions,
}: NodeRow): object {
  return {
    nodeId: name,
    nodeName: name,
    clusterId: of ?? '',
    workspaceId: workspace ?? '',
    isControlPlane,
    phase,
    status: {
      machineStatus: { phase: machinePhase },
      clusterStatus: { phase, cluster: of ?? '' },
    },
    actions: Object.fromEntries(
      Object.entries(actions).map(([action, { allowed, because }]) => [
        action,
        because === undefined ? { allowed } : { allowed, because: because.en },
      ]),
    ),
  };
}

const list: Route = {
  method: 'GET',
  pattern: '/api/v1/nodes',
  errorBody,
  async handle(exchange, response) {
    const rows = await exchange.client().nodes.list({ cluster });
    answerJson(response, 200, { totalCount: rows.length, items: rows.map(bodyOf) });
  },
};

const one: Route = {
  method: 'GET',
  pattern: '/api/v1/nodes/:name',
  errorBody,
  async handle(exchange, response) {
    answerJson(
      response,
      200,
      bodyOf(await exchange.client().nodes.show({ cluster, name: nameOf(exchange) })),
    );
  },
};

/** What the original says where the step fails for a reason of its own. */
const failures: Readonly<Record<string, string>> = {
  pods: 'failed to delete failed pods',
  status: 'failed to reset node status',
};

const neverReset = (run: string): Text => ({
  zh: `执行任务 ${run} 没有重置节点状态`,
  en: `run ${run} has not reset the status of the node`,
});

/** Throws what the retry failed with before the status was reset. */
function requireReset({ id, steps }: RunDocument, name: string): void {
  if (steps.find(({ key }) => key === `status:${name}`)?.state === 'succeeded') {
    return;
  }
  const step = steps.find(({ key, error }) => error !== undefined && key.endsWith(`:${name}`));
  const error = errorOfStep(step?.error, neverReset(id));
  const [kind = ''] = step?.key.split(':') ?? [];
  throw codeOf(error) === codes.internal
    ? new AppError(error.code, error.text, { data: { original: failures[kind] } })
    : error;
}

const outputsSchema = z.object({ nodes: z.array(nodeOutputSchema) });

const retry: Route = {
  method: 'POST',
  pattern: '/api/v1/nodes/:name/retry',
  errorBody,
  async handle(exchange, response) {
    const name = nameOf(exchange);
    const client = exchange.client();
    const order = { cluster, action: 'retry', names: [name] };
    const run = await client.runs.start({ kind: 'node-retry', order, confirmed: true });
    const steps = [`status:${name}`];
    const document = await client.runs.settled({ run, steps }, { signal: exchange.signal });
    requireReset(document, name);
    const [node] = outputsSchema.safeParse(document.outputs).data?.nodes ?? [];
    answerJson(response, 200, {
      message: 'retry initiated successfully',
      nodeId: name,
      previousPhase: node?.previousPhase,
      currentPhase: startedPhase(node?.previousPhase ?? '', node?.currentPhase ?? ''),
    });
  },
};

/** Of the moment in which it was reset: by now the node may have come to its end already. */
const startedPhase = (previous: string, current: string): string =>
  isFailedPhase(current) ? (previous === 'ManagedFailed' ? 'Managing' : 'Unmanaging') : current;

export const nodeRoutes: readonly Route[] = [list, one, retry];
