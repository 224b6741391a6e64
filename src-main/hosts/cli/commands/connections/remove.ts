import { textIn, type Text } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { connectionName } from './one-connection.ts';

const removed: Text = {
  zh: '已移除，其凭据已清除；kubeconfig 文件未改动',
  en: 'Removed, its credentials forgotten; the kubeconfig was not touched',
};

export const command = defineCommand({
  does: {
    zh: '移除一个连接并清除其凭据；不改动 kubeconfig',
    en: 'removes a connection and forgets its credentials; the kubeconfig stays as it is',
  },
  documents: { '': '{name}' },
  declare: (bare) => bare.addArgument(connectionName),
  run: ({ args: [name], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        await client.connections.remove({ name });
        output.answer({ name }, () => [textIn(removed, line.language)]);
        return 0;
      },
    ),
});
