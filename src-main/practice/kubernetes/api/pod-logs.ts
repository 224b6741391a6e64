/** What containers have written, made up from what they are and how they fare. */
import type { ServerResponse } from 'node:http';
import { manageLabels } from '../controllers/tasks.ts';
import { keyOf, textAt, treesAt } from '../object.ts';
import { badRequest } from '../refusals.ts';
import { kinds } from '../resources.ts';
import type { Pod } from '../workloads.ts';
import type { ApiCall } from './call.ts';
import { kubesprayLines } from './kubespray-log.ts';
import { requireObject } from './reading.ts';

const lineEveryMs = 1_000;
const mostLines = 300;

function containerOf(pod: Pod, asked: string | null): string {
  const names = pod.spec.containers.map(({ name }) => name);
  const name = asked ?? names[0] ?? '';
  if (asked === null && names.length > 1) {
    throw badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  }
  if (!names.includes(name)) {
    throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
  }
  return name;
}

const statusOf = (pod: Pod, name: string): unknown =>
  treesAt(pod, 'status.containerStatuses').find((each) => each['name'] === name);

/** Throws what a kubelet says of a container that has written nothing yet. */
function requireStarted(pod: Pod, name: string, isPrevious: boolean): void {
  const status = statusOf(pod, name);
  const waiting = textAt(status, 'state.waiting.reason');
  if (isPrevious && textAt(status, 'lastState.terminated.reason') === '') {
    throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
  }
  if (
    !isPrevious &&
    (pod.status.containerStatuses === undefined || (waiting !== '' && waiting !== 'CrashLoopBackOff'))
  ) {
    const why =
      waiting === '' || waiting === 'ContainerCreating'
        ? `container "${name}" in pod "${pod.metadata.name}" is waiting to start: ContainerCreating`
        : `container "${name}" in pod "${pod.metadata.name}" is waiting to start: trying and failing to pull image`;
    throw badRequest(why);
  }
}

const crashLines = (pod: Pod): string[] => [
  `${pod.status.startTime ?? ''} INFO  starting ${pod.spec.containers[0]?.image ?? ''}`,
  `${pod.status.startTime ?? ''} INFO  reading configuration /etc/app/config.yaml`,
  `${pod.status.startTime ?? ''} ERROR cannot connect to the database: dial tcp 10.96.12.4:5432: connect: connection refused`,
  `${pod.status.startTime ?? ''} FATAL exit status 1`,
];

/** A line each second since its start, the last of them until now. */
function steadyLines(pod: Pod, nowMs: number): string[] {
  const startedMs = Date.parse(pod.status.startTime ?? '') || nowMs;
  const count = Math.min(mostLines, Math.floor((nowMs - startedMs) / lineEveryMs) + 2);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(nowMs - (count - 1 - index) * lineEveryMs).toISOString();
    return index === 0
      ? `${new Date(startedMs).toISOString()} INFO  ${pod.metadata.name} started`
      : `${at} INFO  GET /healthz 200 ${(index * 7) % 23}ms`;
  });
}

function linesOf(
  pod: Pod,
  { nowMs, isPrevious }: { readonly nowMs: number; readonly isPrevious: boolean },
): string[] {
  const isCrashing = pod.status.containerStatuses?.some(
    ({ restartCount, ready }) => restartCount > 0 && !ready,
  );
  if (pod.metadata.labels?.[manageLabels.action] !== undefined) {
    return kubesprayLines(pod, nowMs);
  }
  return isPrevious || isCrashing === true ? crashLines(pod) : steadyLines(pod, nowMs);
}

/** Answers as text; with `follow` until the container has ended or the client has gone. */
export function sendPodLog(call: ApiCall, response: ServerResponse): void {
  const { query, world } = call;
  const pod = requireObject(call) as Pod;
  const isPrevious = query.get('previous') === 'true';
  const name = containerOf(pod, query.get('container'));
  requireStarted(pod, name, isPrevious);
  const tail = query.get('tailLines');
  const lines = linesOf(pod, { nowMs: world.clock.now(), isPrevious });
  const limit = tail === null ? lines.length : Math.max(0, Number(tail));
  response.writeHead(200, { 'content-type': 'text/plain' });
  const shown = limit === 0 ? [] : lines.slice(-limit);
  response.write(shown.map((line) => `${line}\n`).join(''));
  if (query.get('follow') !== 'true' || isPrevious) {
    response.end();
    return;
  }
  let told = lines.length;
  const timer = setInterval(() => {
    const now = world.store.get(kinds.pods, keyOf(pod)) as Pod | undefined;
    if (now?.metadata.uid !== pod.metadata.uid) {
      response.end();
      return;
    }
    const all = linesOf(now, { nowMs: world.clock.now(), isPrevious: false });
    // One that writes steadily keeps its last lines only: the newest one is new.
    const fresh = all.length > told ? all.slice(told) : all.length === mostLines ? all.slice(-1) : [];
    told = all.length;
    response.write(fresh.map((line) => `${line}\n`).join(''));
    if (now.status.phase === 'Succeeded' || now.status.phase === 'Failed') {
      response.end();
    }
  }, lineEveryMs);
  response.on('close', () => clearInterval(timer));
}
