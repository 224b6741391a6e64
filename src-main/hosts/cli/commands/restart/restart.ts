import { requireDuration } from '../../durations.ts';
import { openForWork, withAccess } from '../../access.ts';
import { onCluster } from '../../cluster-options.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { wholeNumber } from '../../option-values.ts';
import { mayWait, preview, yes } from '../../order-run.ts';
import { runDocument } from '../../wait-for-run.ts';
import { requestOf, type RestartRequest } from './order-of.ts';
import { doOrder } from './do-order.ts';
import * as take from './workload-words.ts';

/** More at a time would be all at once. */
const batchSizes = { from: 1, to: 10_000 };

export const command = defineCommand({
  does: {
    zh: '滚动重启工作负载，与 kubectl rollout restart 相同；CronJob 立即执行一次',
    en: 'restarts workloads as kubectl rollout restart does; a CronJob is run once, now',
  },
  exits: { 11: mayWait },
  documents: { '': runDocument },
  declare: (bare) =>
    onCluster(bare)
      .addArgument(take.workloads)
      .addOption(take.namespace)
      .addOption(take.selector)
      .addOption(take.kind)
      .addOption(
        option('--batch <N>', {
          zh: '每批重启的数量；一批完成后才开始下一批。不指定时同时重启',
          en: 'how many at a time; the next ones begin once these are done. All at once unless given',
        }).argParser(wholeNumber('--batch', batchSizes)),
      )
      .addOption(
        option(
          '--stop-on-failure',
          { zh: '一个失败后不再开始下一批（默认）', en: 'no further batch after a failure (the default)' },
          { excludes: ['--go-on'] },
        ),
      )
      .addOption(
        option('--go-on', {
          zh: '一个失败或被拒绝时继续重启其余的',
          en: 'goes on with the others where one fails or is refused',
        }),
      )
      .addOption(
        option('--timeout <TIME>', {
          zh: '每个滚动更新的期限，例如 10m；超过后视为卡住',
          en: 'how long a rollout may take, such as 10m; then it counts as stuck',
        }).argParser(requireDuration('--timeout')),
      )
      .addOption(
        option('--settle <TIME>', {
          zh: '新 Pod 须连续运行多久不重启才算完成，默认 10s',
          en: 'how long new pods have to run without a restart to count as done; 10s by default',
        }).argParser(requireDuration('--settle')),
      )
      .addOption(
        option('--force', {
          zh: '在任何情况下都重启，并越过会阻止重启的检查结果；不改变更新策略，不删除 Pod',
          en: 'restarts in any case and passes findings that would stop it; changes no update strategy and deletes no pod',
        }),
      )
      .addOption(
        option('--wait', {
          zh: '等到滚动更新完成；不指定时在补丁被接受后返回',
          en: 'waits until the rollouts are done; without it returns once the patches are accepted',
        }),
      )
      .addOption(preview)
      .addOption(yes),
  run: ({ args: [words], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access, begins) => {
        const request: RestartRequest = {
          ...(await requestOf(words, options, { access, line })),
          batchSize: options.batch ?? null,
          onFailure: options.goOn === true ? 'go-on' : 'stop',
          force: options.force ?? false,
          timeoutMs: options.timeout,
          settleMs: options.settle,
        };
        const ordering = { access, command: line, output, begins };
        return doOrder(request, { ...options, wait: options.wait ?? false }, ordering);
      },
    ),
});
