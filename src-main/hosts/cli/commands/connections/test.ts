import type { ConnectionTest } from '../../../../contract/connections.ts';
import { textIn, type Language } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { connectionName } from './one-connection.ts';

const texts = {
  'zh-CN': {
    reached: (version: string) => `可以连接，Kubernetes ${version}`,
    identity: (value: string, isWeak: boolean) =>
      `集群标识 ${value}${isWeak ? '（较弱：无权读取 kube-system）' : ''}`,
    unknown: '集群标识无法读取：请授予读取命名空间的权限',
    allowed: '有权',
    denied: '无权',
  },
  en: {
    reached: (version: string) => `Connected, Kubernetes ${version}`,
    identity: (value: string, isWeak: boolean) =>
      `Cluster identity ${value}${isWeak ? ' (weaker: kube-system cannot be read)' : ''}`,
    unknown: 'The cluster identity cannot be read: grant the right to get namespaces',
    allowed: 'allowed',
    denied: 'denied',
  },
} as const;

function testLines({ version, identity, rights, problems }: ConnectionTest, language: Language): string[] {
  const words = texts[language];
  const found =
    version === undefined
      ? []
      : [
          words.reached(version),
          identity === undefined ? words.unknown : words.identity(identity.value, identity.isWeak),
        ];
  return [
    ...found,
    ...rights.map(
      ({ verb, resource, allowed }) => `${allowed ? words.allowed : words.denied}  ${verb} ${resource}`,
    ),
    ...problems.map(({ code, message }) => `${code}: ${textIn(message, language)}`),
  ];
}

export const command = defineCommand({
  does: {
    zh: '连接集群并说明所见：版本、集群标识、权限；只读取',
    en: 'connects and says what was found: version, identity of the cluster, rights; only reads',
  },
  exits: {
    0: { zh: '可以连接，没有问题', en: 'connected without a problem' },
    6: { zh: '无法连接，或有问题', en: 'not connected, or with a problem' },
  },
  documents: {
    '': '{reachable, version?, identity?: {value, isWeak}, rights: [{verb, resource, allowed}], problems: [{code, message}]}',
  },
  declare: (bare) => bare.addArgument(connectionName),
  run: ({ args: [name], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const test = await client.connections.test({ name });
        const { language } = line;
        const problems = test.problems.map(({ code, message }) => ({
          code,
          message: textIn(message, language),
        }));
        output.answer({ ...test, problems }, () => testLines(test, language));
        return test.reachable && problems.length === 0 ? 0 : 6;
      },
    ),
});
