import { openForWork, withAccess } from '../../access.ts';
import { argument } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { asDocument, connectionDocument, connectionName } from './one-connection.ts';

export const command = defineCommand({
  does: {
    zh: '设置无权列出整个集群时使用的命名空间',
    en: 'sets the namespaces to work in where the whole cluster may not be listed',
  },
  documents: { '': connectionDocument },
  declare: (bare) =>
    bare.addArgument(connectionName).addArgument(argument('<NS...>', { zh: '命名空间', en: 'namespaces' })),
  run: ({ args: [name, namespaces], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const connection = await client.connections.changeNamespaces({ name, namespaces });
        output.answer(asDocument(connection, line.language), () => [
          `${connection.name}  ${connection.namespaces.join(' ')}`,
        ]);
        return 0;
      },
    ),
});
