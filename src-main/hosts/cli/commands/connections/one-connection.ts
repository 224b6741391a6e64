import type { Connection } from '../../../../contract/connections.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { argument } from '../../declare.ts';

export const connectionName = argument('<NAME>', {
  zh: '连接名称（字母、数字、点、横线和下划线）',
  en: 'name of the connection: letters, digits, dots, dashes and underscores',
});

export const connectionDocument =
  '{name, kind, server, context, file, isDefault, identity: {value, isWeak} | null, allowed: [exec|auth-provider|insecure|proxy|files], problems: [{code, message}]}';

const defaultMark: Text = { zh: '默认', en: 'default' };

/** For programs: texts in the language of the line. */
export const asDocument = ({ problems, ...same }: Connection, language: Language): object => ({
  ...same,
  problems: problems.map(({ code, message }) => ({ code, message: textIn(message, language) })),
});

export function connectionLines(
  { name, server, context, isDefault, problems }: Connection,
  language: Language,
): string[] {
  const mark = isDefault ? [textIn(defaultMark, language)] : [];
  return [
    [name, server, context, ...mark].join('  '),
    ...problems.map(({ code, message }) => `  ${code}: ${textIn(message, language)}`),
  ];
}
