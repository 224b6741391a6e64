import { setTimeout as pause } from 'node:timers/promises';
import type { RestartRow } from '../../../../contract/restart.ts';
import { openForWork, withAccess } from '../../access.ts';
import { clusterOf, onCluster } from '../../cluster-options.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { rowLine } from './do-order.ts';
import { chosenBy } from './order-of.ts';
import * as take from './workload-words.ts';

const doneStates = ['rolledOut', 'annotatedOnly'];
const lostStates = ['stuck', 'reverted', 'superseded'];
/** Milliseconds between two looks with --watch. */
const lookEveryMs = 1_000;
/** What holds a rollout for a moment only, such as an account that is still being made, does not end the wait. */
const stuckAfterMs = 5_000;

/** 0 all done, 10 one is stuck, 11 still going on. */
function exitOf(rows: readonly RestartRow[]): number {
  if (rows.some(({ state }) => lostStates.includes(state))) {
    return 10;
  }
  return rows.every(({ state }) => doneStates.includes(state)) ? 0 : 11;
}

export const command = defineCommand({
  does: { zh: '滚动更新的进度，以及卡住的原因', en: 'how rollouts stand, and what holds them' },
  exits: {
    10: { zh: '有滚动更新卡住', en: 'a rollout is stuck' },
    11: { zh: '仍在进行（未指定 --watch 时）', en: 'still going on (without --watch)' },
  },
  documents: {
    '': '{rollouts: [{kind, namespace, name, restartedAt, patched, state, updated, ready, desired, revisionAfter?, cause?: {reason, object, message, at}}]}',
  },
  declare: (bare) =>
    onCluster(bare)
      .addArgument(take.workloads)
      .addOption(take.namespace)
      .addOption(
        option('--watch', { zh: '等到全部完成或有一个卡住', en: 'waits until all are done or one is stuck' }),
      ),
  run: ({ args: [words], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const { workloads } = chosenBy(words, options);
        const choice = await clusterOf(options, access, line);
        let stuckSince: number | null = null;
        for (;;) {
          const rollouts = await access.client.workloads.status({ cluster: choice, workloads });
          const exit = exitOf(rollouts);
          stuckSince = exit === 10 ? (stuckSince ?? performance.now()) : null;
          const isStuck = stuckSince !== null && performance.now() - stuckSince >= stuckAfterMs;
          if (options.watch !== true || exit === 0 || isStuck) {
            output.answer({ rollouts }, () => rollouts.map((row) => rowLine(row, line.language)));
            return exit;
          }
          const open = rollouts.filter(({ state }) => !doneStates.includes(state));
          output.say(...open.map((row) => rowLine(row, line.language)));
          await pause(lookEveryMs);
        }
      },
    ),
});
