/** Requests that fail because it was ordered. */
import { ApiRefusal, conflict, tooManyRequests } from '../refusals.ts';
import type { KubernetesWorld } from '../world.ts';
import type { ApiCall } from './call.ts';
import type { Target } from './target.ts';

const textOf: Readonly<Record<string, string>> = {
  '500': 'Internal error occurred: etcdserver: request timed out',
  '503': 'the server is currently unable to handle the request',
  '504': 'Timeout: request did not complete within the allotted timeout',
};

const reasonOf: Readonly<Record<string, string>> = {
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
  '504': 'Timeout',
};

function fail({ faults }: KubernetesWorld): void {
  const failing = faults.find('apiStatus')?.values;
  if (failing === undefined || faults.count('api:status') % Number(failing['every']) !== 0) {
    return;
  }
  const status = failing['status'] ?? '503';
  const message = textOf[status] ?? `the server refused the request with status ${status}`;
  throw new ApiRefusal(Number(status), reasonOf[status] ?? 'Unknown', { message });
}

function throttle({ faults }: KubernetesWorld, address: string): void {
  const throttling = faults.find('apiThrottle')?.values;
  // Every other time, so that who waits gets through.
  if (throttling !== undefined && faults.count(`api:throttle ${address}`) % 2 === 1) {
    throw tooManyRequests(Number(throttling['retry-after']), 'Too many requests, please try again later.');
  }
}

function conflictAtFirst({ faults }: KubernetesWorld, { resource, name }: Target): void {
  const conflicts = faults.find('apiConflict')?.values;
  if (conflicts !== undefined && faults.count('api:conflict') <= Number(conflicts['conflict'])) {
    throw conflict(resource, name ?? '');
  }
}

/** Throws what a fault says this request ends in. */
export function refuseAsOrdered({ world, method, target }: ApiCall): void {
  fail(world);
  throttle(world, [method, target.resource.key, target.namespace, target.name].join(' '));
  if (method === 'PATCH' || method === 'PUT') {
    conflictAtFirst(world, target);
  }
}
