import { nodeActions, nodeActionWords } from '../../../../contract/node-retry-names.ts';
import type { NodeSight } from '../../../../contract/node-retry.ts';
import { textIn, type Language } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { clusterOf, onCluster } from '../../cluster-options.ts';
import { argument } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { nodeLine } from './list.ts';

const shownLogLines = 15;

function evidenceLines({ evidence }: NodeSight): string[] {
  return (evidence?.pods ?? []).flatMap(({ name, phase, reason, log, events }) => [
    `Pod ${name}  ${phase}${reason === null ? '' : ` (${reason})`}`,
    ...events.map((event) => `  ${event.at ?? ''}  ${event.reason}: ${event.message}`),
    ...(log ?? '')
      .trimEnd()
      .split('\n')
      .slice(-shownLogLines)
      .map((each) => `  | ${each}`),
  ]);
}

function sightLines(shown: NodeSight, language: Language): string[] {
  const against = nodeActions.flatMap((action) => {
    const { because } = shown.actions[action];
    const word = textIn(nodeActionWords[action], language);
    return because === undefined ? [] : [`${word}: ${textIn(because, language)}`];
  });
  const attempts = shown.attempts.map(
    ({ run, action, previousPhase, currentPhase, outcome, beganAt }) =>
      `${new Date(beganAt).toISOString()}  run ${run}  ${action}  ${previousPhase} → ${currentPhase}  ${outcome}`,
  );
  const warning = shown.warning === null ? [] : [textIn(shown.warning, language)];
  return [
    nodeLine(shown, language, shown.name.length),
    ...warning,
    ...against,
    ...evidenceLines(shown),
    ...attempts,
  ];
}

export const command = defineCommand({
  does: {
    zh: '一个节点：状态、失败证据、历次尝试和可执行的操作',
    en: 'one node: its phase, the evidence of its failure, the attempts so far, and what may be done with it',
  },
  documents: {
    '': '{name, phase, machinePhase, cluster, workspace, isControlPlane, failedSince, failedFor?, actions: {retry|manage|unmanage: {allowed, because?}}, hostName, evidence: {node, phase, conditions, pods: [{name, uid, phase, reason, endedAt, log, events}], missing} | null, attempts: [{run, action, previousPhase, currentPhase, outcome, podsDeleted, beganAt, endedAt}], warning, target}',
  },
  declare: (bare) =>
    onCluster(bare).addArgument(argument('<NAME>', { zh: '节点的名称', en: 'name of the node' })),
  run: ({ args: [name], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const choice = await clusterOf(options, access, line);
        const shown = await access.client.nodes.show({ cluster: choice, name });
        output.answer(shown, () => sightLines(shown, line.language));
        return 0;
      },
    ),
});
