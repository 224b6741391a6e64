/** How a command names the cluster that it is for. */
import type { Command } from '@commander-js/extra-typings';
import type { ClusterChoice } from '../../contract/cluster-choice.ts';
import { kubeconfigNeedKinds } from '../../contract/kubeconfig.ts';
import { AppError } from '../../contract/errors.ts';
import type { Access } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { collected, option } from './declare.ts';

type NeedKind = (typeof kubeconfigNeedKinds)[number];

const connection = option(
  '--connection <NAME>',
  { zh: '连接的名称；不指定时使用默认连接', en: 'name of the connection; the default one unless given' },
  { excludes: ['--kubeconfig', '--practice'] },
);

const kubeconfig = option(
  '--kubeconfig <FILE>',
  { zh: '只为本次执行使用的 kubeconfig 文件', en: 'a kubeconfig, for this command only' },
  { excludes: ['--practice'] },
);

const practice = option('--practice [URL]', {
  zh: '演练环境的 Kubernetes API：本数据目录的，或由「sitewright practice」在 URL 提供的',
  en: 'the Kubernetes API of the practice site: that of the data folder, or the one that "sitewright practice" serves at URL',
});

const fault = option(
  '--fault <SPEC>',
  {
    zh: '为本数据目录的演练环境设置故障；可重复',
    en: 'injects a fault into the practice site of the data folder; repeatable',
  },
  { needs: ['--practice'] },
).argParser(collected);

const context = option(
  '--context <NAME>',
  { zh: 'kubeconfig 中的上下文；不指定时为当前上下文', en: 'its context; the current one unless given' },
  { needs: ['--kubeconfig'] },
);

const allow = option(
  '--allow <KIND>',
  {
    zh: '允许 kubeconfig 所需的一项：exec、auth-provider、insecure、proxy 或 files；可重复',
    en: 'allows one thing that the kubeconfig needs: exec, auth-provider, insecure, proxy or files; repeatable',
  },
  { needs: ['--kubeconfig'] },
).argParser(collected);

/** Declares how the cluster is named: the same words for every command that needs one. */
export const onCluster = (bare: Command): Command<[], ClusterOptions> =>
  bare
    .addOption(connection)
    .addOption(kubeconfig)
    .addOption(context)
    .addOption(allow)
    .addOption(practice)
    .addOption(fault);

export type ClusterOptions = Readonly<{
  connection?: string;
  kubeconfig?: string;
  context?: string;
  allow?: string[];
  practice?: string | true;
  fault?: string[];
}>;

const isNeed = (given: string): given is NeedKind => kubeconfigNeedKinds.some((kind) => kind === given);

/** Throws USAGE for a word that no `--allow` knows. */
export function allowedNeeds(given: readonly string[]): NeedKind[] {
  const unknown = given.find((word) => !isNeed(word));
  if (unknown !== undefined) {
    const known = kubeconfigNeedKinds.join('|');
    throw new AppError('USAGE', {
      zh: `--allow 只能是 ${known}，不能是 ${unknown}。`,
      en: `--allow must be one of ${known}, not ${unknown}.`,
    });
  }
  return given.filter(isNeed);
}

function practiceCluster(given: string | true, faults: string[] | undefined): ClusterChoice {
  const url = given === true ? null : given;
  if (url !== null && faults !== undefined) {
    throw new AppError('USAGE', {
      zh: `--fault 只用于本数据目录的演练环境；对 ${url}，请在启动它的地方设置故障。`,
      en: `--fault is for the practice site of this data folder. For ${url}, set it where that site is started.`,
    });
  }
  return faults === undefined ? { kind: 'practice', url } : { kind: 'practice', url, faults };
}

export async function clusterOf(
  options: ClusterOptions,
  { client }: Access,
  line: CommandLine,
): Promise<ClusterChoice> {
  const { connection: name, kubeconfig: file, context: contextName, allow: allowed = [] } = options;
  if (options.practice !== undefined) {
    return practiceCluster(options.practice, options.fault);
  }
  if (name !== undefined) {
    return { kind: 'connection', name };
  }
  if (file === undefined) {
    return { kind: 'default' };
  }
  const { grant } = await client.files.grant({ path: line.path(file) });
  const choice: ClusterChoice = { kind: 'kubeconfig', file: grant, allow: allowedNeeds(allowed) };
  return contextName === undefined ? choice : { ...choice, context: contextName };
}
