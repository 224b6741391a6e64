import type { Connection } from '../../../../contract/connections.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { argument, collected, option } from '../../declare.ts';

export const connectionName = argument('<NAME>', {
  zh: '连接名称（字母、数字、点、横线和下划线）',
  en: 'name of the connection: letters, digits, dots, dashes and underscores',
});

export const namespaceOption = option('-n, --namespace <NS>', {
  zh: '无权列出整个集群时使用的命名空间；可重复，不指定时为上下文的命名空间',
  en: 'a namespace to work in where the whole cluster may not be listed; repeatable; that of the context unless given',
}).argParser(collected);

const right = '{verb, resource, allowed, allowedIn: [namespace], purpose}';
export const rightsDocument = `[${right}] | null`;

export const connectionDocument = `{name, kind: kubernetes|primus|practice, server, context | null, file | null, namespaces: [NS], credentials: file|keystore|memory|environment|missing, variable | null, isDefault, identity: {value, isWeak} | null, allowed: [exec|auth-provider|insecure|proxy|files], problems: [{code, message}], lastTest: {at, reachable, version | null, rights: ${rightsDocument}} | null}`;

const marks: Readonly<Record<'default' | 'memory' | 'missing', Text>> = {
  default: { zh: '默认', en: 'default' },
  memory: { zh: '凭据仅在内存中', en: 'credentials in memory only' },
  missing: { zh: '凭据已不在', en: 'credentials are gone' },
};

type Right = NonNullable<NonNullable<Connection['lastTest']>['rights']>[number];

/** For programs: texts in the language of the line. */
export const rightsIn = (rights: readonly Right[] | null, language: Language): readonly object[] | null =>
  rights?.map(({ purpose, ...same }) => ({ ...same, purpose: textIn(purpose, language) })) ?? null;

export const problemsIn = (problems: Connection['problems'], language: Language): readonly object[] =>
  problems.map(({ code, message }) => ({ code, message: textIn(message, language) }));

export const asDocument = ({ problems, lastTest, ...same }: Connection, language: Language): object => ({
  ...same,
  problems: problemsIn(problems, language),
  lastTest: lastTest === null ? null : { ...lastTest, rights: rightsIn(lastTest.rights, language) },
});

export function connectionLines(
  { name, server, context, isDefault, credentials, problems }: Connection,
  language: Language,
): string[] {
  const place = credentials === 'memory' || credentials === 'missing' ? [marks[credentials]] : [];
  const said = [...(isDefault ? [marks.default] : []), ...place].map((mark) => textIn(mark, language));
  const parts = [name, server, ...(context === null ? [] : [context]), ...said];
  return [
    parts.filter((part) => part !== '').join('  '),
    ...problems.map(({ code, message }) => `  ${code}: ${textIn(message, language)}`),
  ];
}
