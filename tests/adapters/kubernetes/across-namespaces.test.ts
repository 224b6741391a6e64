import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { informAcross, listAcross } from '../../../src-main/adapters/kubernetes/across-namespaces.ts';
import { createKubernetesApi } from '../../../src-main/adapters/kubernetes/api.ts';
import type { InformerState } from '../../../src-main/adapters/kubernetes/informer.ts';
import type { KubernetesObject } from '../../../src-main/ports/kubernetes.ts';
import {
  answerJson,
  configMap,
  eventLine,
  failure,
  startKubernetesStandIn,
  type KubernetesStandIn,
} from '../../support/kubernetes-stand-in.ts';

const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
const options = { freshness: 'current', signal: new AbortController().signal } as const;

interface Server {
  readonly stand: KubernetesStandIn;
  readonly allowed: Set<string>;
  /** The watch of a namespace, `''` for that of the whole cluster. */
  readonly watches: Map<string, ServerResponse>;
}

const inNamespace = (namespace: string, name: string, version = '5'): object => {
  const object = configMap(name, version) as { readonly metadata: object };
  return { ...object, metadata: { ...object.metadata, namespace } };
};

/** Each namespace has one object, of its own name. */
async function startServer(...allowed: readonly string[]): Promise<Server> {
  const may = new Set(allowed);
  const watches = new Map<string, ServerResponse>();
  const stand = await startKubernetesStandIn(({ path, query }, response) => {
    const namespace = /namespaces\/([^/]+)\//.exec(path)?.[1] ?? '';
    if (!may.has(namespace)) {
      answerJson(response, 403, failure(403, 'Forbidden', `configmaps in "${namespace}" is forbidden`));
    } else if (query['watch'] === 'true') {
      watches.set(namespace, response.writeHead(200, { 'content-type': 'application/json' }));
      response.flushHeaders();
    } else {
      const names = namespace === '' ? ['a', 'b'] : [namespace];
      answerJson(response, 200, {
        metadata: { resourceVersion: '10' },
        items: names.map((name) => inNamespace(name, name)),
      });
    }
  });
  onTestFinished(() => stand[Symbol.asyncDispose]());
  return { stand, allowed: may, watches };
}

const namesOf = (objects: readonly KubernetesObject[]): string[] =>
  objects.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);

describe('a list', () => {
  const listed = async (server: Server, namespaces: readonly string[]) =>
    listAcross(createKubernetesApi(server.stand.connect()), configMaps, {
      of: { namespace: null },
      namespaces,
      options,
    });

  it('is that of the whole cluster where it is allowed', async () => {
    const { items, isNarrowed } = await listed(await startServer('', 'a'), ['a']);
    expect([namesOf(items), isNarrowed]).toEqual([['a/a', 'b/b'], false]);
  });

  it('is that of the namespaces where the cluster refuses; one that refuses too is left out', async () => {
    const { items, isNarrowed } = await listed(await startServer('a', 'c'), ['a', 'b', 'c']);
    expect([namesOf(items), isNarrowed]).toEqual([['a/a', 'c/c'], true]);
  });

  it('is refused in the words of the cluster where every namespace refuses', async () => {
    await expect(listed(await startServer(), ['a'])).rejects.toMatchObject({
      code: 'API_FORBIDDEN',
      data: { words: 'configmaps in "" is forbidden' },
    });
  });
});

interface Followed {
  readonly seen: readonly string[];
  readonly states: readonly InformerState[];
}

function follow({ stand }: Server, namespaces: readonly string[]): Followed {
  const stop = new AbortController();
  const seen: string[] = [];
  const states: InformerState[] = [];
  let now = 0;
  const ended = informAcross(
    {
      api: createKubernetesApi(stand.connect(), { random: () => 0 }),
      kind: configMaps,
      of: { namespace: null },
      namespaces,
      random: () => 0.5,
      clock: {
        now: () => now,
        elapsed: () => now,
        // A namespace that refuses is asked again at its own pace, not in a loop.
        pause: async (durationMs, signal) => {
          now += durationMs;
          await new Promise<void>((resolve) => {
            setImmediate(resolve);
            signal.addEventListener('abort', () => resolve());
          });
        },
      },
    },
    {
      onChange: ({ isWhole, present, gone }) => {
        seen.push(`${isWhole ? '=' : '+'}${namesOf(present).join(' ')} -${namesOf(gone).join(' ')}`);
      },
      onState: (state) => void states.push(state),
      onNarrowed: (narrowed) => void seen.push(`narrowed ${narrowed.join(' ')}`),
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  return { seen, states };
}

describe('following', () => {
  it('is one watch of the whole cluster where that is allowed', async () => {
    const server = await startServer('');
    const { seen } = follow(server, ['a']);
    await expect.poll(() => seen).toEqual(['=a/a b/b -']);
    await expect.poll(() => [...server.watches.keys()]).toEqual(['']);
  });

  it('is one list of the namespaces where it is not, and then what changes in each', async () => {
    const server = await startServer('a', 'b');
    const { seen, states } = follow(server, ['a', 'b']);
    await expect.poll(() => seen.length).toBe(2);
    expect(seen[0]).toBe('narrowed a b');
    expect(
      seen[1]
        ?.split(/[ =]/)
        .filter((word) => word.includes('/'))
        .toSorted(),
    ).toEqual(['a/a', 'b/b']);
    expect(states.at(-1)).toMatchObject({ isLive: true, error: null });
    await expect.poll(() => server.watches.size).toBe(2);
    server.watches.get('b')?.write(eventLine('ADDED', inNamespace('b', 'late', '11')));
    await expect.poll(() => seen.at(-1)).toBe('+b/late -');
    server.watches.get('a')?.write(eventLine('DELETED', inNamespace('a', 'a', '12')));
    await expect.poll(() => seen.at(-1)).toBe('+ -a/a');
  });

  it('goes on in the namespaces when the right to the cluster is taken away, and tells what is not seen any more', async () => {
    const server = await startServer('', 'a');
    const { seen } = follow(server, ['a']);
    await expect.poll(() => server.watches.has('')).toBe(true);
    server.allowed.delete('');
    server.watches.get('')?.end();
    await expect.poll(() => seen).toEqual(['=a/a b/b -', 'narrowed a', '=a/a -b/b']);
  });

  it('says which refusal keeps it from being whole where one namespace refuses', async () => {
    const { seen, states } = follow(await startServer('a'), ['a', 'b']);
    await expect.poll(() => seen).toEqual(['narrowed a b', '=a/a -']);
    expect(states.at(-1)).toMatchObject({ isLive: false, error: { code: 'API_FORBIDDEN' } });
  });
});
