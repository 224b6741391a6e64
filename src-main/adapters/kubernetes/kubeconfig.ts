/**
 * Reads a kubeconfig that anybody may have written. Nothing is run, connected to or looked at besides the text itself: what
 * a context would need of this computer is told (`needs`), for a person to allow.
 */
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { contextSettings, orNull, type KubeconfigContext } from './kubeconfig-context.ts';
import { invalidKubeconfig as invalid, type KubeconfigPlace } from './kubeconfig-paths.ts';
import { kubeconfigSchema, type KubeconfigFile } from './kubeconfig-shape.ts';

/** A kubeconfig of a large company has some hundred contexts, which is far below this. */
export const largestKubeconfigBytes = 2 * 1024 * 1024;
const mostAliases = 100;

export interface Kubeconfig {
  /** Null where the file names none. */
  readonly currentContext: string | null;
  /** In the order of the file; those that cannot be used carry why. */
  readonly contexts: readonly (KubeconfigContext | UnusableContext)[];
}

export interface UnusableContext {
  readonly name: string;
  readonly unusable: AppError;
}

export const isUsable = (context: KubeconfigContext | UnusableContext): context is KubeconfigContext =>
  !('unusable' in context);

type NamedContext = NonNullable<KubeconfigFile['contexts']>[number];

/** `place`: where the text came from, for names of files in it. Throws KUBECONFIG_INVALID. */
export async function parseKubeconfig(text: string, place: KubeconfigPlace): Promise<Kubeconfig> {
  const file = await parsedFile(text, place);
  const clusters = byName(file.clusters, 'clusters', place);
  const users = byName(file.users, 'users', place);
  const contexts = byName(file.contexts, 'contexts', place);
  const usable = ({ name, context }: NamedContext): KubeconfigContext | UnusableContext => {
    const { cluster, user, namespace } = context;
    try {
      const settings = clusters.get(cluster)?.cluster;
      if (settings === undefined) {
        throw invalid(place, {
          zh: `上下文 ${name} 指向的集群 ${cluster} 不在文件中`,
          en: `context ${name} names cluster ${cluster}, which is not in the file`,
        });
      }
      const who = orNull(user) === null ? {} : users.get(user ?? '')?.user;
      if (who === undefined) {
        throw invalid(place, {
          zh: `上下文 ${name} 指向的用户 ${String(user)} 不在文件中`,
          en: `context ${name} names user ${String(user)}, which is not in the file`,
        });
      }
      return {
        name,
        clusterName: cluster,
        namespace: orNull(namespace) ?? 'default',
        ...contextSettings(settings, who ?? {}, place),
      };
    } catch (thrown) {
      if (thrown instanceof AppError) {
        return { name, unusable: thrown };
      }
      throw thrown;
    }
  };
  return {
    currentContext: orNull(file['current-context']),
    contexts: [...contexts.values()].map(usable),
  };
}

/** The context of that name, or the current one. Throws KUBECONFIG_INVALID for one that cannot be used, KUBECONFIG_CONTEXT for none. */
export function contextOf(
  { contexts, currentContext }: Kubeconfig,
  name: string | null,
  place: KubeconfigPlace,
): KubeconfigContext {
  const [only] = contexts.length === 1 ? contexts : [];
  const wanted = name ?? currentContext ?? only?.name ?? null;
  const found = contexts.find((each) => each.name === wanted);
  if (found === undefined) {
    throw noContext(
      wanted,
      contexts.map((each) => each.name),
      place,
    );
  }
  if (!isUsable(found)) {
    throw found.unusable;
  }
  return found;
}

function noContext(wanted: string | null, names: readonly string[], place: KubeconfigPlace): AppError {
  const known = names.join(', ');
  const text = {
    zh: `${place.name} 中没有上下文 ${wanted ?? '（未指定）'}；${known === '' ? '其中没有任何上下文。' : `请选择其中之一：${known}。`}`,
    en: `${place.name} has no context ${wanted ?? '(none was named)'}. ${known === '' ? 'It has none at all.' : `Choose one of: ${known}.`}`,
  };
  return new AppError('KUBECONFIG_CONTEXT', text, { data: { contexts: names } });
}

async function parsedFile(text: string, place: KubeconfigPlace): Promise<KubeconfigFile> {
  if (Buffer.byteLength(text) > largestKubeconfigBytes) {
    throw invalid(place, {
      zh: `文件超过 ${largestKubeconfigBytes} 字节`,
      en: `it has more than ${largestKubeconfigBytes} bytes`,
    });
  }
  const { parse } = await import('yaml');
  let plain: unknown;
  try {
    // kubectl reads YAML 1.1. What goes through JSON has no circle and no shared part.
    plain = JSON.parse(
      JSON.stringify(parse(text, { version: '1.1', maxAliasCount: mostAliases, logLevel: 'error' }) ?? null),
    );
  } catch (thrown) {
    throw invalid(place, notYaml(thrown), thrown);
  }
  const parsed = kubeconfigSchema.safeParse(plain);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw invalid(place, {
      zh: where === '' ? '内容不是 kubeconfig' : `字段 ${where} 的值无效`,
      en: where === '' ? 'it does not hold a kubeconfig' : `field ${where} has no valid value`,
    });
  }
  return parsed.data;
}

/** The place alone: the parser quotes the text around it, and that may be a credential. */
function notYaml(thrown: unknown): Text {
  const at = (thrown as { readonly linePos?: readonly { readonly line: number }[] }).linePos?.[0]?.line;
  return at === undefined
    ? { zh: '内容不是可用的 YAML', en: 'it is not YAML that can be used' }
    : { zh: `第 ${at} 行不是有效的 YAML`, en: `line ${at} is not valid YAML` };
}

function byName<Entry extends { readonly name: string }>(
  entries: readonly Entry[] | null | undefined,
  field: string,
  place: KubeconfigPlace,
): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of entries ?? []) {
    if (found.has(entry.name)) {
      throw invalid(place, {
        zh: `${field} 中 ${entry.name} 出现了两次`,
        en: `${field} has ${entry.name} twice`,
      });
    }
    found.set(entry.name, entry);
  }
  return found;
}
