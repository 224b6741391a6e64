/** The output of a kubespray run on one node, as far as it has come. */
import { manageLabels } from '../controllers/tasks.ts';
import type { Pod } from '../workloads.ts';

const banner = (text: string): string => `${text} ${'*'.repeat(Math.max(3, 79 - text.length))}`;

function tasks(action: string): string[] {
  return action === 'up'
    ? [
        'bootstrap-os : Gather facts',
        'kubernetes/preinstall : Set correct user permissions',
        'kubernetes/preinstall : Hosts | create hosts list from inventory',
        'container-engine/containerd : containerd | Download containerd',
        'download : Download_file | Validate mirrors',
        'download : Download_container | Load image into the local container registry',
        'kubernetes/node : Kubelet | Install kubelet binary',
        'kubernetes/kubeadm : Join to cluster',
      ]
    : [
        'remove-node/pre-remove : Node status',
        'remove-node/pre-remove : Remove-node | Drain node except daemonsets resource',
        'reset : Reset | Stop services',
        'reset : Reset | Unmount kubelet dirs',
        'remove-node/post-remove : Remove-node | Delete node',
      ];
}

const failures: Readonly<Record<string, string>> = {
  up: '"msg": "error execution phase preflight: couldn\'t validate the identity of the API Server: Get \\"https://10.0.30.10:6443/api/v1/namespaces/kube-public/configmaps/cluster-info\\": dial tcp 10.0.30.10:6443: connect: connection refused", "rc": 1',
  down: '"msg": "error: unable to drain node: cannot delete Pods with local storage (use --delete-emptydir-data to override): data/store-0; global timeout reached: 6m0s", "rc": 1',
};

function reachedTasks(pod: Pod, all: readonly string[], nowMs: number): readonly string[] {
  const startedMs = Date.parse(pod.status.startTime ?? '') || nowMs;
  return pod.status.phase === 'Running' ? all.slice(0, 1 + Math.floor((nowMs - startedMs) / 4000)) : all;
}

function recap(node: string, tasksDone: number, isFailed: boolean): string[] {
  const failed = isFailed ? 1 : 0;
  const counts = `ok=${tasksDone - failed}    changed=2    unreachable=0    failed=${failed}    skipped=41   rescued=0    ignored=0`;
  return ['', banner('PLAY RECAP'), `${node.padEnd(26)} : ${counts}`];
}

/** The pod's phase says how it ended. */
export function kubesprayLines(pod: Pod, nowMs: number): string[] {
  const { [manageLabels.action]: action = 'up', [manageLabels.node]: node = '' } = pod.metadata.labels ?? {};
  const all = tasks(action);
  const isFailed = pod.status.phase === 'Failed';
  const lines = [banner(action === 'up' ? 'PLAY [Add node to the cluster]' : 'PLAY [Reset node]')];
  for (const [index, task] of reachedTasks(pod, all, nowMs).entries()) {
    const outcome = index % 3 === 1 ? 'changed' : 'ok';
    const isBroken = isFailed && index === all.length - 1;
    lines.push(
      '',
      banner(`TASK [${task}]`),
      isBroken
        ? `fatal: [${node}]: FAILED! => {"attempts": 3, "changed": true, ${failures[action] ?? ''}}`
        : `${outcome}: [${node}]`,
    );
  }
  return pod.status.phase === 'Running' ? lines : [...lines, ...recap(node, all.length, isFailed)];
}
