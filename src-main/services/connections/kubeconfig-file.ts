import { dirname } from 'node:path';
import {
  contextOf,
  isUsable,
  largestKubeconfigBytes,
  parseKubeconfig,
  type Kubeconfig,
} from '../../adapters/kubernetes/kubeconfig.ts';
import { seeNeeds } from '../../adapters/kubernetes/api-access.ts';
import type { KubeconfigContext } from '../../adapters/kubernetes/kubeconfig-context.ts';
import type { KubeconfigPlace } from '../../adapters/kubernetes/kubeconfig-paths.ts';
import { errnoOf } from '../../adapters/http/system-error.ts';
import { AppError, isAppError, toErrorRecord } from '../../contract/errors.ts';
import type { ConnectionProblem, OfferedContext } from '../../contract/connections.ts';
import { readPiece } from '../../files/open-file.ts';

/** A kubeconfig by its path, or as it was pasted. */
export type KubeconfigInput = { readonly path: string } | { readonly text: string };

interface ReadKubeconfig {
  readonly place: KubeconfigPlace;
  readonly kubeconfig: Kubeconfig;
}

/** Throws KUBECONFIG_INVALID, FILE_UNREADABLE and FILE_NOT_FOUND. */
export async function readKubeconfig(input: KubeconfigInput): Promise<ReadKubeconfig> {
  const { platform } = process;
  const place: KubeconfigPlace =
    'path' in input
      ? { name: input.path, folder: dirname(input.path), platform }
      : { name: 'kubeconfig', folder: null, platform };
  const text = 'path' in input ? await textOf(input.path) : input.text;
  return { place, kubeconfig: await parseKubeconfig(text, place) };
}

/** The context that a connection uses, as its kubeconfig has it now. */
export async function readContext(
  input: KubeconfigInput,
  context: string | null,
): Promise<KubeconfigContext> {
  const { place, kubeconfig } = await readKubeconfig(input);
  return contextOf(kubeconfig, context, place);
}

async function textOf(path: string): Promise<string> {
  try {
    // One byte more than there may be tells that it is too large.
    return (await readPiece(path, { atByte: 0, bytes: largestKubeconfigBytes + 1 })).toString('utf8');
  } catch (thrown) {
    if (isAppError(thrown)) {
      throw thrown;
    }
    const errno = errnoOf(thrown) ?? String(thrown);
    const isMissing = errno === 'ENOENT';
    const text = {
      zh: `kubeconfig ${path} ${isMissing ? '不存在' : `无法读取（${errno}）`}。请核对路径和权限。`,
      en: `Kubeconfig ${path} ${isMissing ? 'does not exist' : `cannot be read (${errno})`}. Check the path and the permissions.`,
    };
    throw new AppError(isMissing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', text, {
      data: { path },
      cause: thrown,
    });
  }
}

/** Each context with what it would run, trust or read, to be shown before anything of it is allowed. */
export async function offeredContexts({ kubeconfig }: ReadKubeconfig): Promise<OfferedContext[]> {
  return Promise.all(
    kubeconfig.contexts.map(async (context): Promise<OfferedContext> => {
      const isCurrent = context.name === kubeconfig.currentContext;
      const none = { name: context.name, isCurrent, server: null, namespace: null, needs: [] };
      if (!isUsable(context)) {
        return { ...none, problem: problemOf(context.unusable) };
      }
      const { name, server, namespace } = context;
      try {
        const needs = [...(await seeNeeds(context, { platform: process.platform, env: process.env }))];
        return { name, isCurrent, server, namespace, needs, problem: null };
      } catch (thrown) {
        return { name, isCurrent, server, namespace, needs: [], problem: problemOf(thrown) };
      }
    }),
  );
}

export function problemOf(thrown: unknown): ConnectionProblem {
  const { code, message } = toErrorRecord(thrown);
  return { code, message };
}
