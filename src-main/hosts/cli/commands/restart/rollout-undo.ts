import { openForWork, withAccess } from '../../access.ts';
import { onCluster } from '../../cluster-options.ts';
import { defineCommand } from '../../define-command.ts';
import { mayWait, preview, yes } from '../../order-run.ts';
import { runDocument } from '../../wait-for-run.ts';
import { doOrder } from './do-order.ts';
import { requestOf } from './order-of.ts';
import * as take from './workload-words.ts';

export const command = defineCommand({
  does: {
    zh: '回到上一版本，与 kubectl rollout undo 相同',
    en: 'goes back to the revision before, as kubectl rollout undo does',
  },
  exits: { 11: mayWait },
  documents: { '': runDocument },
  declare: (bare) =>
    onCluster(bare).addArgument(take.workloads).addOption(take.namespace).addOption(preview).addOption(yes),
  run: ({ args: [words], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access, begins) => {
        const request = await requestOf(words, options, { access, line });
        const ordering = { access, command: line, output, begins };
        return doOrder({ ...request, action: 'undo' }, { ...options, wait: true }, ordering);
      },
    ),
});
