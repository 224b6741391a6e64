import type { ConnectionTest } from '../../../../contract/connections.ts';
import { textIn, type Language } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { connectionName, problemsIn, rightsDocument, rightsIn } from './one-connection.ts';

const texts = {
  'zh-CN': {
    reached: (version: string) => `可以连接，Kubernetes ${version}`,
    identity: (value: string, isWeak: boolean) =>
      `集群标识 ${value}${isWeak ? '（较弱：无权读取 kube-system）' : ''}`,
    unknown: '集群标识无法读取：请授予读取命名空间的权限',
    noVersion: '可以连接；该服务器不提供版本和权限信息',
    allowed: '有权',
    denied: '无权',
    allowedIn: (namespaces: string) => `有权（仅命名空间 ${namespaces}）`,
  },
  en: {
    reached: (version: string) => `Connected, Kubernetes ${version}`,
    identity: (value: string, isWeak: boolean) =>
      `Cluster identity ${value}${isWeak ? ' (weaker: kube-system cannot be read)' : ''}`,
    unknown: 'The cluster identity cannot be read: grant the right to get namespaces',
    noVersion: 'Connected; this server tells neither its version nor the rights',
    allowed: 'allowed',
    denied: 'denied',
    allowedIn: (namespaces: string) => `allowed in ${namespaces} only`,
  },
} as const;

function foundLines(
  { reachable, version, identity, rights }: ConnectionTest,
  words: (typeof texts)[Language],
): string[] {
  if (!reachable) {
    return [];
  }
  if (rights === null || version === undefined) {
    return [words.noVersion];
  }
  const who = identity === undefined ? words.unknown : words.identity(identity.value, identity.isWeak);
  return [words.reached(version), who];
}

function testLines(test: ConnectionTest, language: Language): string[] {
  const words = texts[language];
  const { rights, problems } = test;
  return [
    ...foundLines(test, words),
    ...(rights ?? []).map(({ verb, resource, allowed, allowedIn, purpose }) => {
      const isPartly = allowedIn.length > 0;
      const answer = isPartly ? words.allowedIn(allowedIn.join(' ')) : allowed ? words.allowed : words.denied;
      return `${answer}  ${verb} ${resource}  ${textIn(purpose, language)}`;
    }),
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
    '': `{reachable, version?, identity?: {value, isWeak}, rights: ${rightsDocument}, problems: [{code, message}]}`,
  },
  declare: (bare) => bare.addArgument(connectionName),
  run: ({ args: [name], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const test = await client.connections.test({ name });
        const { language } = line;
        const problems = problemsIn(test.problems, language);
        output.answer({ ...test, rights: rightsIn(test.rights, language), problems }, () =>
          testLines(test, language),
        );
        return test.reachable && problems.length === 0 ? 0 : 6;
      },
    ),
});
