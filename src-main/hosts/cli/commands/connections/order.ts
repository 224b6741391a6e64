import type { AppClient } from '../../../../api/wire/client.ts';
import type { ConnectionOrder } from '../../../../contract/connections.ts';
import { AppError } from '../../../../contract/errors.ts';
import { allowedNeeds } from '../../cluster-options.ts';
import type { CommandLine } from '../../command-line.ts';
import { secretFromEnvironment } from '../../option-values.ts';

interface AddOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly primus?: string | undefined;
  readonly token?: string | undefined;
  readonly acceptFingerprint?: string | undefined;
  readonly allowHttp?: true | undefined;
  readonly practice?: true | undefined;
  readonly default?: true | undefined;
  readonly namespace?: string[] | undefined;
}

/** What is asked for, read before the home is opened: a word that is wrong makes nothing. The file is granted by its owner. */
export function orderOf(
  name: string,
  options: AddOptions,
  line: CommandLine,
): (client: AppClient) => Promise<ConnectionOrder> {
  const { namespace } = options;
  const isDefault = options.default === true;
  const common = namespace === undefined ? { name, isDefault } : { name, isDefault, namespaces: namespace };
  if (options.kubeconfig !== undefined) {
    const { context } = options;
    const allow = allowedNeeds(options.allow ?? []);
    const path = line.path(options.kubeconfig);
    const chosen = context === undefined ? common : { ...common, context };
    return async (client) => {
      const { grant } = await client.files.grant({ path });
      return { ...chosen, kind: 'kubernetes', kubeconfig: { file: grant }, allow, approved: [] };
    };
  }
  if (options.primus !== undefined) {
    const order = { ...common, kind: 'primus', server: options.primus, ...tokenOf(options) } as const;
    return async () => order;
  }
  if (options.practice !== undefined) {
    return async () => ({ ...common, kind: 'practice' });
  }
  throw new AppError('USAGE', {
    zh: '须指定 --kubeconfig、--primus、--practice 三者之一。',
    en: 'One of --kubeconfig, --primus and --practice is needed.',
  });
}

function tokenOf({ token, acceptFingerprint, allowHttp }: AddOptions): {
  readonly token: string;
  readonly variable: string;
  readonly fingerprint: string | null;
  readonly allowHttp: boolean;
} {
  if (token === undefined) {
    throw new AppError('USAGE', {
      zh: '--primus 须与 --token env:NAME 同用。',
      en: '--primus is used with --token env:NAME.',
    });
  }
  return {
    token: secretFromEnvironment('--token', token, process.env),
    variable: token.slice('env:'.length),
    fingerprint: acceptFingerprint ?? null,
    allowHttp: allowHttp === true,
  };
}
