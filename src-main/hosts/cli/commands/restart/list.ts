import { textIn, type Text } from '../../../../contract/text.ts';
import { rolloutStateWords } from '../../../../contract/restart-names.ts';
import { openForWork, withAccess } from '../../access.ts';
import { clusterOf, onCluster } from '../../cluster-options.ts';
import { defineCommand } from '../../define-command.ts';
import { column } from '../../output.ts';
import * as take from './workload-words.ts';

const none: Text = { zh: '没有工作负载', en: 'No workloads.' };

/** What is not seen may be there all the same. */
const onlySome = (namespaces: readonly string[]): Text => ({
  zh: `没有列出整个集群的权限，只列出以下命名空间：${namespaces.join('、')}`,
  en: `The whole cluster may not be listed; these are the namespaces ${namespaces.join(', ')} only.`,
});

export const command = defineCommand({
  does: { zh: '集群中的工作负载', en: 'the workloads of a cluster' },
  documents: {
    '': '{workloads: [{kind, namespace, name, uid, desired, updated, ready, available, strategy, paused, restartedAt, state, images: [], labels}], narrowedTo?: []}',
  },
  declare: (bare) => onCluster(bare).addOption(take.namespace).addOption(take.selector).addOption(take.kind),
  run: ({ options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const { kind } = options;
        const { workloads, narrowedTo } = await access.client.workloads.list({
          cluster: await clusterOf(options, access, line),
          kind: kind === undefined ? null : take.workloadKind(kind),
          namespace: options.namespace ?? null,
          labelSelector: options.selector ?? null,
        });
        const width = Math.max(
          0,
          ...workloads.map(({ namespace, name, kind: of }) => `${namespace}/${of}/${name}`.length),
        );
        if (narrowedTo !== null) {
          output.say(textIn(onlySome(narrowedTo), line.language));
        }
        output.answer(narrowedTo === null ? { workloads } : { workloads, narrowedTo }, () =>
          workloads.length === 0
            ? [textIn(none, line.language)]
            : workloads.map(
                ({ namespace, kind: of, name, ready, desired, state, restartedAt }) =>
                  `${column(`${namespace}/${of}/${name}`, width)}  ${ready}/${desired}  ${textIn(rolloutStateWords[state], line.language)}  ${restartedAt ?? '—'}`,
              ),
        );
        return 0;
      },
    ),
});
