import { textIn, type Text } from '../../../../contract/text.ts';
import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { asDocument, connectionDocument, connectionLines } from './one-connection.ts';

const none: Text = {
  zh: '还没有连接；用「connections add」添加。',
  en: 'No connections yet. Add one with "connections add".',
};

export const command = defineCommand({
  does: { zh: '本数据目录中的集群连接', en: 'the connections to clusters in the data folder' },
  documents: { '': `{connections: [${connectionDocument}]}` },
  declare: (bare) => bare,
  run: ({ command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async ({ client }) => {
        const { language } = line;
        const connections = await client.connections.list({});
        output.answer({ connections: connections.map((each) => asDocument(each, language)) }, () =>
          connections.length === 0
            ? [textIn(none, language)]
            : connections.flatMap((each) => connectionLines(each, language)),
        );
        return 0;
      },
    ),
});
