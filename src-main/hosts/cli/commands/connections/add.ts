import { kubeconfigNeedKinds } from '../../../../contract/kubeconfig.ts';
import { AppError } from '../../../../contract/errors.ts';
import { openForWork, withAccess } from '../../access.ts';
import { collected, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { asDocument, connectionDocument, connectionLines, connectionName } from './one-connection.ts';

type NeedKind = (typeof kubeconfigNeedKinds)[number];

const isKind = (given: string): given is NeedKind => kubeconfigNeedKinds.some((kind) => kind === given);

function allowedKind(given: string): NeedKind {
  if (isKind(given)) {
    return given;
  }
  const known = kubeconfigNeedKinds.join('|');
  throw new AppError('USAGE', {
    zh: `--allow 只能是 ${known}，不能是 ${given}。`,
    en: `--allow must be one of ${known}, not ${given}.`,
  });
}

export const command = defineCommand({
  does: {
    zh: '添加集群连接；只读取 kubeconfig，不连接集群，不运行其中的程序',
    en: 'adds a connection to a cluster; only reads the kubeconfig, connects to nothing and runs nothing',
  },
  documents: { '': connectionDocument },
  declare: (bare) =>
    bare
      .addArgument(connectionName)
      .addOption(
        option('--kubeconfig <FILE>', {
          zh: 'kubeconfig 文件；使用连接时会重新读取，凭据不会复制到数据目录',
          en: 'the kubeconfig; it is read again whenever the connection is used, and its credentials are not copied into the data folder',
        }).makeOptionMandatory(),
      )
      .addOption(
        option('--context <NAME>', {
          zh: '其中的上下文；不指定时为当前上下文',
          en: 'its context; the current one unless given',
        }),
      )
      .addOption(
        option('--default', {
          zh: '未指定连接的命令使用它；第一个连接自动成为默认',
          en: 'for commands that name no connection; the first one becomes the default by itself',
        }),
      )
      .addOption(
        option('--allow <KIND>', {
          zh: '允许 kubeconfig 所需的一项：exec 运行凭据插件、auth-provider、insecure 不核对证书、proxy、files 读取其他位置的文件；可重复。允许只对当时所见的程序、参数和文件有效',
          en: 'allows one thing that the kubeconfig needs: exec runs a credential plugin, auth-provider, insecure checks no certificate, proxy, files reads files elsewhere; repeatable. It holds for the program, arguments and files as they are now',
        }).argParser(collected),
      ),
  run({ args: [name], options, command: line, output }) {
    const allow = (options.allow ?? []).map(allowedKind);
    const path = line.path(options.kubeconfig);
    return withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const { grant } = await client.files.grant({ path });
        const order = { name, file: grant, isDefault: options.default ?? false, allow };
        const { context } = options;
        const connection = await client.connections.add(
          context === undefined ? order : { ...order, context },
        );
        output.answer(asDocument(connection, line.language), () =>
          connectionLines(connection, line.language),
        );
        return 0;
      },
    );
  },
});
