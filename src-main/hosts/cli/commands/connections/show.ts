import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { asDocument, connectionDocument, connectionLines, connectionName } from './one-connection.ts';

export const command = defineCommand({
  does: { zh: '一个连接', en: 'one connection' },
  documents: { '': connectionDocument },
  declare: (bare) => bare.addArgument(connectionName),
  run: ({ args: [name], command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async ({ client }) => {
        const connection = await client.connections.show({ name });
        output.answer(asDocument(connection, line.language), () =>
          connectionLines(connection, line.language),
        );
        return 0;
      },
    ),
});
