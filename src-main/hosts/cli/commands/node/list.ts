import { nodePhaseWord } from '../../../../contract/node-retry-words.ts';
import type { NodeRow } from '../../../../contract/node-retry.ts';
import { nodeActions, nodeActionWords } from '../../../../contract/node-retry-names.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { clusterOf, onCluster } from '../../cluster-options.ts';
import { defineCommand } from '../../define-command.ts';
import { column, columns } from '../../output.ts';

const none: Text = { zh: '没有节点', en: 'No nodes.' };

export function nodeLine(row: NodeRow, language: Language, width: number): string {
  const phase = textIn(nodePhaseWord(row.phase), language);
  const allowed = nodeActions
    .filter((action) => row.actions[action].allowed)
    .map((action) => textIn(nodeActionWords[action], language));
  const parts = [row.machinePhase, row.cluster ?? '—', row.workspace ?? '—', allowed.join(', ') || '—'];
  const space = ' '.repeat(Math.max(0, 16 - columns(phase)));
  return `${column(row.name, width)}  ${phase}${space}  ${parts.join('  ')}`;
}

export const command = defineCommand({
  does: {
    zh: 'Primus-SaFE 的节点及可执行的操作',
    en: 'the nodes of Primus-SaFE, and what may be done with each',
  },
  documents: {
    '': '{nodes: [{name, phase, machinePhase, cluster, workspace, isControlPlane, failedSince, failedFor?, actions: {retry|manage|unmanage: {allowed, because?}}}]}',
  },
  declare: (bare) => onCluster(bare),
  run: ({ options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const choice = await clusterOf(options, access, line);
        const rows = await access.client.nodes.list({ cluster: choice });
        const width = Math.max(0, ...rows.map(({ name }) => name.length));
        output.answer({ nodes: rows }, () =>
          rows.length === 0
            ? [textIn(none, line.language)]
            : rows.map((row) => nodeLine(row, line.language, width)),
        );
        return 0;
      },
    ),
});
