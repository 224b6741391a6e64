import { openForWork, withAccess } from '../../access.ts';
import * as cluster from '../../cluster-options.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import { doOrder, preview, yes } from './do-order.ts';
import { requestOf } from './order-of.ts';
import * as take from './workload-words.ts';

export const command = defineCommand({
  does: {
    zh: '回到上一版本，与 kubectl rollout undo 相同',
    en: 'goes back to the revision before, as kubectl rollout undo does',
  },
  exits: {
    11: { zh: '执行任务等待处理，例如等待确认', en: 'the run needs attention, for example a confirmation' },
  },
  documents: { '': runDocument },
  declare: (bare) =>
    bare
      .addArgument(take.workloads)
      .addOption(cluster.connection)
      .addOption(cluster.kubeconfig)
      .addOption(cluster.context)
      .addOption(cluster.allow)
      .addOption(cluster.practice)
      .addOption(cluster.fault)
      .addOption(take.namespace)
      .addOption(preview)
      .addOption(yes),
  run: ({ args: [words], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access, begins) => {
        const request = await requestOf(words, options, { access, line });
        const ordering = { access, line, output, begins };
        return doOrder({ ...request, action: 'undo' }, { ...options, wait: true }, ordering);
      },
    ),
});
