import { AppError } from '../../../../contract/errors.ts';
import { workloadKinds } from '../../../../contract/restart-names.ts';
import type { restartOrderSchema, WorkloadName, WorkloadSelection } from '../../../../contract/restart.ts';
import type { z } from 'zod';
import type { Access } from '../../access.ts';
import { clusterOf, type ClusterOptions } from '../../cluster-options.ts';
import type { CommandLine } from '../../command-line.ts';
import { workloadKind, workloadNamed } from './workload-words.ts';

export type RestartRequest = z.input<typeof restartOrderSchema>;

export interface ChosenOptions extends ClusterOptions {
  readonly namespace?: string;
  readonly selector?: string;
  readonly kind?: string;
}

/** CronJobs are run and not rolled: they are chosen by name or by their kind alone. */
const rolledKinds = workloadKinds.filter((each) => each !== 'cronjob');

interface Chosen {
  readonly workloads: WorkloadName[];
  readonly selections: WorkloadSelection[];
}

/** Throws USAGE where the line names and selects nothing. */
export function chosenBy(words: readonly string[], { namespace, selector, kind }: ChosenOptions): Chosen {
  const workloads = words.map((word) => workloadNamed(word, namespace));
  if (selector === undefined) {
    if (workloads.length === 0) {
      throw new AppError('USAGE', {
        zh: '请指定工作负载（KIND/NAME），或用 --selector 按标签选择。',
        en: 'Name the workloads (KIND/NAME), or choose them by their labels with --selector.',
      });
    }
    return { workloads, selections: [] };
  }
  const kinds = kind === undefined ? rolledKinds : [workloadKind(kind)];
  const selections = kinds.map((each) => ({
    kind: each,
    namespace: namespace ?? 'default',
    labelSelector: selector,
  }));
  return { workloads, selections };
}

export async function requestOf(
  words: readonly string[],
  options: ChosenOptions,
  { access, line }: { readonly access: Access; readonly line: CommandLine },
): Promise<RestartRequest> {
  const chosen = chosenBy(words, options);
  return { cluster: await clusterOf(options, access, line), ...chosen };
}
