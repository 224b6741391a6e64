import { numberAt, textAt, treesAt, valueAt, type KubernetesObject } from '../object.ts';
import { ageOf } from './durations.ts';

export function podReady(pod: KubernetesObject): string {
  const states = treesAt(pod, 'status.containerStatuses');
  const wanted = treesAt(pod, 'spec.containers').length;
  return `${states.filter((each) => each['ready'] === true).length}/${wanted}`;
}

export function podStatus(pod: KubernetesObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) {
    return 'Terminating';
  }
  const reason = textAt(pod, 'status.reason');
  const reasons = treesAt(pod, 'status.containerStatuses').map(
    (each) => textAt(each, 'state.waiting.reason') || textAt(each, 'state.terminated.reason'),
  );
  return reasons.find((each) => each !== '') ?? (reason === '' ? textAt(pod, 'status.phase') : reason);
}

export function podRestarts(pod: KubernetesObject, nowMs: number): string {
  const states = treesAt(pod, 'status.containerStatuses');
  const count = states.reduce((sum, each) => sum + numberAt(each, 'restartCount'), 0);
  const last =
    states
      .map((each) => textAt(each, 'lastState.terminated.finishedAt'))
      .sort()
      .at(-1) ?? '';
  const isKnown = count > 0 && valueAt(pod, 'status.phase') !== 'Pending' && last !== '';
  return isKnown ? `${count} (${ageOf(last, nowMs)} ago)` : String(count);
}
