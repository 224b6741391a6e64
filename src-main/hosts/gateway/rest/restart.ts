/** Restarts as other programs ask for them, with the bodies and errors of the original's addresses. */
import { z } from 'zod';
import { changeKey, workloadKinds, type WorkloadKind } from '../../../contract/restart-names.ts';
import { restartRowSchema, type RestartRow, type WorkloadName } from '../../../contract/restart.ts';
import { AppError } from '../../../contract/errors.ts';
import type { RunDocument } from '../../../contract/run.ts';
import { answerJson } from '../answers.ts';
import { withBody, type ErrorAnswer, type Exchange, type Route } from '../route.ts';
import { errorOfStep } from '../step-error.ts';

const namespacePattern = '/api/v1/apps/:app/_proxy/clusters/:cluster/namespaces/:namespace';
const pattern = `${namespacePattern}/:kind/:name/restart`;

/** Where the cluster cannot be asked at all, whatever the reason. */
const unreachable = new Set<string>([
  'CONNECTION_NOT_FOUND',
  'CONNECT_FAILED',
  'CONNECT_TIMEOUT',
  'READ_TIMEOUT',
  'HANDSHAKE_FAILED',
  'TLS_UNKNOWN',
  'KUBECONFIG_INVALID',
  'KUBECONFIG_NOT_ALLOWED',
  'KUBECONFIG_PROGRAM',
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'IDENTITY_MISMATCH',
  'RECORD_DAMAGED',
]);

/** The codes that the original tells, by the category of ours. */
const statusOf: Readonly<Partial<Record<AppError['category'], number>>> = {
  invalid: 400,
  denied: 403,
  notFound: 404,
};

/** What Kubernetes or kubectl said, as it was said, where one of them did. */
function errorBody(error: AppError): ErrorAnswer {
  if (unreachable.has(error.code)) {
    return { status: 500, body: { error: 'Failed to get kubeClient' } };
  }
  if (error.code === 'WORKLOAD_KIND') {
    return { status: 400, body: { error: 'Unsupported resource type' } };
  }
  const { words } = error.data;
  const status = error.code === 'TOKEN_INVALID' ? 401 : (statusOf[error.category] ?? 500);
  return { status, body: { error: typeof words === 'string' ? words : error.message } };
}

/** The original's kinds are plural. */
function kindOf(plural: string | undefined): WorkloadKind {
  const found = workloadKinds.find((kind) => `${kind}s` === plural);
  if (found === undefined) {
    throw new AppError('WORKLOAD_KIND', { zh: '不支持的资源类型', en: 'Unsupported resource type' });
  }
  return found;
}

const valueOf = ({ params }: Exchange, name: string): string => params[name] ?? '';

function workloadOf(exchange: Exchange): WorkloadName {
  return {
    kind: kindOf(exchange.params['kind']),
    namespace: valueOf(exchange, 'namespace'),
    name: valueOf(exchange, 'name'),
  };
}

interface Ordered {
  readonly workloads: readonly WorkloadName[];
  readonly force: boolean;
  readonly batchSize?: number | undefined;
  readonly onFailure?: 'stop' | 'go-on';
}

/** Starts the run; what stands against a restart is only told here, and only what cannot be done is refused. */
const start = (
  exchange: Exchange,
  { workloads, force, batchSize, onFailure = 'go-on' }: Ordered,
): Promise<string> =>
  exchange.client().runs.start({
    kind: 'restart',
    order: {
      cluster: { kind: 'connection', name: valueOf(exchange, 'cluster') },
      workloads,
      force,
      batchSize: batchSize ?? null,
      onFailure,
      findings: 'tell',
      appId: valueOf(exchange, 'app'),
    },
    confirmed: true,
  });

/** Throws what the change failed with. */
function requireAccepted({ steps }: RunDocument, workload: WorkloadName): void {
  const change = steps.find(({ key }) => key === changeKey(workload));
  // A change that was not tried says so through what it waited for.
  const failed = change?.error ?? steps.find(({ error }) => error !== undefined)?.error;
  if (change?.state !== 'succeeded') {
    throw errorOfStep(failed, { zh: '未执行重启', en: 'not restarted' });
  }
}

const rowsOf = ({ outputs }: RunDocument): readonly RestartRow[] =>
  z.object({ restarts: z.array(restartRowSchema) }).safeParse(outputs).data?.restarts ?? [];

const restartBody = z.object({ force: z.boolean().optional() }).optional();

const restartOne = withBody({
  method: 'PUT',
  pattern,
  errorBody,
  body: restartBody,
  async handle(exchange, response) {
    const workload = workloadOf(exchange);
    const run = await start(exchange, { workloads: [workload], force: exchange.body?.force ?? false });
    const steps = [changeKey(workload)];
    const document = await exchange.client().runs.settled({ run, steps }, { signal: exchange.signal });
    requireAccepted(document, workload);
    const { namespace, name } = workload;
    answerJson(response, 200, {
      data: {
        message: `${valueOf(exchange, 'kind')} ${namespace}/${name} restarted successfully`,
        timestamp: rowsOf(document)[0]?.restartedAt ?? new Date().toISOString(),
        success: true,
      },
    });
  },
});

const statusOfOne: Route = {
  method: 'GET',
  pattern,
  errorBody,
  async handle(exchange, response) {
    const workload = workloadOf(exchange);
    const cluster = { kind: 'connection', name: valueOf(exchange, 'cluster') } as const;
    const [row] = await exchange.client().workloads.status({ cluster, workloads: [workload] });
    if (row === undefined) {
      const words = `${workload.kind}s.${workload.kind === 'cronjob' ? 'batch' : 'apps'} "${workload.name}" not found`;
      throw new AppError('WORKLOAD_NOT_FOUND', { zh: words, en: words }, { data: { words } });
    }
    answerJson(response, 200, { data: row });
  },
};

const batchBody = z.object({
  items: z.array(z.object({ kind: z.string(), name: z.string().min(1) })).min(1),
  force: z.boolean().optional(),
  batch: z.number().int().min(1).optional(),
  stopOnFailure: z.boolean().optional(),
});

const restartMany = withBody({
  method: 'POST',
  pattern: `${namespacePattern}/restart`,
  errorBody,
  body: batchBody,
  async handle(exchange, response) {
    const { items, force = false, batch, stopOnFailure = true } = exchange.body;
    const namespace = valueOf(exchange, 'namespace');
    const workloads = items.map(({ kind, name }) => ({ kind: kindOf(kind), namespace, name }));
    const onFailure = stopOnFailure ? 'stop' : 'go-on';
    const run = await start(exchange, { workloads, force, batchSize: batch, onFailure });
    const steps = workloads.slice(0, batch).map(changeKey);
    const document = await exchange.client().runs.settled({ run, steps }, { signal: exchange.signal });
    answerJson(response, 200, { data: { runId: run, results: rowsOf(document) } });
  },
});

export const restartRoutes: readonly Route[] = [restartOne, statusOfOne, restartMany];
