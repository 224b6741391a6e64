import { seeNeeds, type SeenNeed } from '../../adapters/kubernetes/api-access.ts';
import type { KubeconfigContext } from '../../adapters/kubernetes/kubeconfig-context.ts';
import type { OrderOf } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

/** What a context needs, all of it allowed by an order. Throws KUBECONFIG_NOT_ALLOWED saying what is not, and what it would do. */
export async function requireOrdered(
  context: KubeconfigContext,
  { allow, approved }: Pick<OrderOf<'kubernetes'>, 'allow' | 'approved'>,
): Promise<readonly SeenNeed[]> {
  const seen = await seeNeeds(context, { platform: process.platform, env: process.env });
  const refused = seen.filter(
    ({ need, digest }) => !allow.includes(need.kind) && !approved.includes(digest) && !isBeside(need),
  );
  if (refused.length > 0) {
    throw notAllowed(context.name, refused);
  }
  return seen;
}

/** Choosing a kubeconfig allows keys and certificates that lie beside it; a token in a file is asked for. */
const isBeside = (need: SeenNeed['need']): boolean =>
  need.kind === 'files' && need.files.every(({ field, isBeside: is }) => is && field !== 'tokenFile');

function notAllowed(context: string, refused: readonly SeenNeed[]): AppError {
  const needs = refused.map(({ need }) => need.kind);
  const flags = needs.map((kind) => `--allow ${kind}`).join(' ');
  const deeds = refused.map(deedOf);
  const text = {
    zh: `kubeconfig 的上下文 ${context} 需要先得到允许：${deeds.map(({ zh }) => zh).join('；')}。核对无误后加 ${flags}。`,
    en: `Context ${context} of the kubeconfig needs to be allowed first: ${deeds.map(({ en }) => en).join('; ')}. Once you have checked it, add ${flags}.`,
  };
  return new AppError('KUBECONFIG_NOT_ALLOWED', text, { data: { needs } });
}

/** What would be done if it were allowed, as part of a sentence. */
function deedOf({ need, program }: SeenNeed): Text {
  switch (need.kind) {
    case 'exec': {
      const line = [program?.path ?? need.command, ...need.args].join(' ');
      const sum = program === null ? '' : ` (SHA-256 ${program.sha256})`;
      return { zh: `运行程序 ${line}${sum}`, en: `run ${line}${sum}` };
    }
    case 'auth-provider':
      return { zh: `使用凭据提供者 ${need.name}`, en: `use auth provider ${need.name}` };
    case 'insecure':
      return { zh: '不核对集群的证书', en: "not check the cluster's certificate" };
    case 'proxy':
      return { zh: `经代理 ${need.url} 连接`, en: `connect through proxy ${need.url}` };
    case 'files': {
      const files = need.files.map(({ field, path }) => `${field} ${path}`).join(', ');
      return { zh: `读取文件 ${files}`, en: `read ${files}` };
    }
  }
}
