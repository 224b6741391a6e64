import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { asDocument, connectionDocument, connectionLines, connectionName } from './one-connection.ts';

export const command = defineCommand({
  does: {
    zh: '设为默认连接，供未指定连接的命令使用',
    en: 'makes it the default, for commands that name no connection',
  },
  documents: { '': connectionDocument },
  declare: (bare) => bare.addArgument(connectionName),
  run: ({ args: [name], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const connection = await client.connections.makeDefault({ name });
        output.answer(asDocument(connection, line.language), () =>
          connectionLines(connection, line.language),
        );
        return 0;
      },
    ),
});
