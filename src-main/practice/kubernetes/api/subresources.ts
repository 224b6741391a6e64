/** Parts of objects that have addresses of their own: scale and eviction. */
import { keyOf, numberAt, textAt, treeAt, valueAt, type KubernetesObject } from '../object.ts';
import { badRequest, methodNotAllowed, noSuchPath, tooManyRequests } from '../refusals.ts';
import { kinds } from '../resources.ts';
import { podsOfBudget } from '../controllers/budgets.ts';
import { deleteObject } from '../writes.ts';
import type { Budget, Pod } from '../workloads.ts';
import { patched, replaceWith } from './changing.ts';
import { isDryRun, type ApiAnswer, type ApiCall } from './call.ts';
import { requireObject } from './reading.ts';

function selectorText(object: KubernetesObject): string {
  const labels = Object.entries(treeAt(object, 'spec.selector.matchLabels'));
  return labels.map(([key, value]) => `${key}=${String(value)}`).join(',');
}

const scaleOf = (object: KubernetesObject): KubernetesObject => {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const metadata = { name, uid, resourceVersion, creationTimestamp };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
    spec: { replicas: numberAt(object, 'spec.replicas') },
    status: { replicas: numberAt(object, 'status.replicas'), selector: selectorText(object) },
  };
};

function scale(call: ApiCall): ApiAnswer {
  const before = requireObject(call);
  if (call.method === 'GET') {
    return { code: 200, body: scaleOf(before) };
  }
  if (call.method !== 'PATCH' && call.method !== 'PUT') {
    throw methodNotAllowed();
  }
  const wanted = call.method === 'PUT' ? call.body : patched(call, scaleOf(before));
  const replicas = valueAt(wanted, 'spec.replicas');
  if (!Number.isInteger(replicas) || Number(replicas) < 0) {
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: spec.replicas must be a whole number',
    );
  }
  const asked = textAt(wanted, 'metadata.resourceVersion');
  const resourceVersion = asked === '' ? before.metadata.resourceVersion : asked;
  const whole = {
    ...before,
    metadata: { ...before.metadata, resourceVersion },
    spec: { ...before.spec, replicas },
  };
  const stored = replaceWith({ ...call, target: { ...call.target, subresource: null } }, before, {
    wanted: whole,
  });
  return { code: 200, body: scaleOf(stored) };
}

function evict(call: ApiCall): ApiAnswer {
  const { world } = call;
  const pod = requireObject(call) as Pod;
  const budgets = world.store.inNamespace(kinds.budgets, pod.metadata.namespace ?? '') as Budget[];
  const full = budgets.find(
    (budget) =>
      podsOfBudget(world, budget).some((each) => keyOf(each) === keyOf(pod)) &&
      (budget.status?.disruptionsAllowed ?? 0) < 1,
  );
  if (full !== undefined) {
    throw tooManyRequests(0, "Cannot evict pod as it would violate the pod's disruption budget.");
  }
  if (!isDryRun(call)) {
    deleteObject(world, kinds.pods, { object: pod });
  }
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
}

function bind(call: ApiCall): ApiAnswer {
  const pod = requireObject(call) as Pod;
  const nodeName = textAt(call.body, 'target.name');
  call.world.store.put(kinds.pods, { ...pod, spec: { ...pod.spec, nodeName } });
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
}

/** Everything but the status, which is changed as the object itself. */
export function answerSubresource(call: ApiCall): ApiAnswer {
  const { resource, subresource } = call.target;
  if (subresource === 'scale' && resource.hasScale) {
    return scale(call);
  }
  if (resource === kinds.pods && call.method === 'POST') {
    if (subresource === 'eviction') {
      return evict(call);
    }
    if (subresource === 'binding') {
      return bind(call);
    }
  }
  throw noSuchPath();
}
