import { openForWork, withAccess } from '../../access.ts';
import { collected, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import {
  asDocument,
  connectionDocument,
  connectionLines,
  connectionName,
  namespaceOption,
} from './one-connection.ts';
import { orderOf } from './order.ts';

const kubeconfig = option(
  '--kubeconfig <FILE>',
  {
    zh: 'kubeconfig 文件；使用连接时会重新读取，凭据不会复制到数据目录',
    en: 'the kubeconfig; it is read again whenever the connection is used, and its credentials are not copied into the data folder',
  },
  { excludes: ['--primus', '--practice'] },
);

const primus = option(
  '--primus <URL>',
  {
    zh: 'Primus-SaFE API 服务器的地址',
    en: 'address of a Primus-SaFE API server',
  },
  { excludes: ['--practice'] },
);

export const command = defineCommand({
  does: {
    zh: '添加集群连接；只读取 kubeconfig，不运行其中的程序；--primus 只读取服务器的证书，不发送任何内容',
    en: 'adds a connection to a cluster; only reads the kubeconfig and runs nothing of it; with --primus reads the certificate of the server and sends nothing',
  },
  documents: { '': connectionDocument },
  declare: (bare) =>
    bare
      .addArgument(connectionName)
      .addOption(kubeconfig)
      .addOption(
        option(
          '--context <NAME>',
          { zh: '其中的上下文；不指定时为当前上下文', en: 'its context; the current one unless given' },
          { needs: ['--kubeconfig'] },
        ),
      )
      .addOption(primus)
      .addOption(
        option(
          '--token <env:NAME>',
          {
            zh: '存放令牌的环境变量；没有系统密钥库时，以后仍从该变量读取',
            en: 'the environment variable that holds the token; without the system keystore it is read from there later too',
          },
          { needs: ['--primus'] },
        ),
      )
      .addOption(
        option(
          '--accept-fingerprint <SHA256>',
          {
            zh: '已核对过的证书指纹',
            en: 'the fingerprint of the certificate, which you have compared already',
          },
          { needs: ['--primus'] },
        ),
      )
      .addOption(
        option(
          '--allow-http',
          { zh: '允许以明文 HTTP 发送令牌', en: 'allows the token to be sent over plain HTTP' },
          { needs: ['--primus'] },
        ),
      )
      .addOption(
        option('--practice', {
          zh: '本数据目录的演练环境',
          en: 'the practice site of this data folder',
        }),
      )
      .addOption(namespaceOption)
      .addOption(
        option('--default', {
          zh: '未指定连接的命令使用它；第一个连接自动成为默认',
          en: 'for commands that name no connection; the first one becomes the default by itself',
        }),
      )
      .addOption(
        option(
          '--allow <KIND>',
          {
            zh: '允许 kubeconfig 所需的一项：exec 运行凭据插件、auth-provider、insecure 不核对证书、proxy、files 读取其他位置的文件；可重复。允许只对当时所见的程序、参数和文件有效',
            en: 'allows one thing that the kubeconfig needs: exec runs a credential plugin, auth-provider, insecure checks no certificate, proxy, files reads files elsewhere; repeatable. It holds for the program, arguments and files as they are now',
          },
          { needs: ['--kubeconfig'] },
        ).argParser(collected),
      ),
  run({ args: [name], options, command: line, output }) {
    const order = orderOf(name, options, line);
    return withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const connection = await client.connections.add(await order(client));
        output.answer(asDocument(connection, line.language), () =>
          connectionLines(connection, line.language),
        );
        return 0;
      },
    );
  },
});
