import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKubernetesApi } from '../../../src-main/adapters/kubernetes/api.ts';
import { inform, type InformerState } from '../../../src-main/adapters/kubernetes/informer.ts';
import {
  answerJson,
  configMap,
  eventLine,
  failure,
  startKubernetesStandIn,
  type KubernetesStandIn,
} from '../../support/kubernetes-stand-in.ts';

const configMaps = { group: '', version: 'v1', resource: 'configmaps' };

interface Followed {
  readonly server: KubernetesStandIn;
  /** What a follower has seen, a text a change: `+name@version`, `-name@version`, `=[names]` for all. */
  readonly seen: readonly string[];
  readonly states: readonly InformerState[];
  readonly pauses: readonly number[];
  lists(): number;
  watchedFrom(): readonly string[];
}

type Watch = (response: ServerResponse, nth: number) => void;

interface Script {
  /** What each list answers; the last one again. */
  readonly lists: readonly (readonly [version: string, ...objects: object[]])[];
  readonly watch: Watch;
  readonly refusesList?: (response: ServerResponse, nth: number) => boolean;
  readonly silenceMs?: number;
}

/** Follows until the test ends. Time passes when it is waited for. */
async function follow({
  lists,
  watch,
  refusesList = () => false,
  silenceMs = 30_000,
}: Script): Promise<Followed> {
  let listed = 0;
  let watched = 0;
  const server = await startKubernetesStandIn((request, response) => {
    if (request.query['watch'] === 'true') {
      watched += 1;
      watch(response, watched);
      return;
    }
    listed += 1;
    if (refusesList(response, listed)) {
      return;
    }
    const [resourceVersion, ...items] = lists[Math.min(listed, lists.length) - 1]!;
    answerJson(response, 200, { metadata: { resourceVersion }, items });
  });
  const stop = new AbortController();
  const seen: string[] = [];
  const states: InformerState[] = [];
  const pauses: number[] = [];
  const named = ({ metadata }: { metadata: { name: string; resourceVersion: string } }): string =>
    `${metadata.name}@${metadata.resourceVersion}`;
  let now = 0;
  const ended = inform(
    {
      api: createKubernetesApi(server.connect(), { random: () => 0, silenceMs }),
      kind: configMaps,
      of: { namespace: 'default' },
      random: () => 0.5,
      clock: {
        now: () => now,
        elapsed: () => now,
        async pause(durationMs) {
          pauses.push(durationMs);
          now += durationMs;
        },
      },
    },
    {
      onChange({ isWhole, present, gone }) {
        if (isWhole) {
          seen.push(`=[${present.map(named).join(' ')}]`);
        }
        seen.push(...gone.map((each) => `-${named(each)}`));
        if (!isWhole) {
          seen.push(...present.map((each) => `+${named(each)}`));
        }
      },
      onState: (state) => void states.push(state),
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await ended;
    await server[Symbol.asyncDispose]();
  });
  return {
    server,
    seen,
    states,
    pauses,
    lists: () => listed,
    watchedFrom: () =>
      server.requests
        .filter(({ query }) => query['watch'] === 'true')
        .map(({ query }) => query['resourceVersion'] ?? ''),
  };
}

const begin = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'application/json' });

describe('following a kind', () => {
  it('is one list in pages and one watch from there, without what nobody needs', async () => {
    const { server, seen, states } = await follow({
      lists: [['10', configMap('a', '7')]],
      watch: (response) => void begin(response).write(eventLine('MODIFIED', configMap('a', '11'))),
    });
    await expect.poll(() => seen).toEqual(['=[a@7]', '+a@11']);
    const [list, watch] = server.requests;
    expect(list?.query).toEqual({ limit: '500', resourceVersion: '0' });
    expect(watch?.query).toMatchObject({
      allowWatchBookmarks: 'true',
      resourceVersion: '10',
      timeoutSeconds: '300',
    });
    expect(watch?.headers['authorization']).toBe('Bearer Hush-4711');
    expect(states.at(-1)).toMatchObject({ isLive: true, error: null });
  });

  it('goes on from the last bookmark when the stream ends, without a list', async () => {
    const bookmark = { metadata: { resourceVersion: '99' } };
    const followed = await follow({
      lists: [['10']],
      watch(response, nth) {
        begin(response);
        if (nth === 1) {
          response.end(eventLine('ADDED', configMap('a', '12')) + eventLine('BOOKMARK', bookmark));
          return;
        }
        response.write(eventLine('DELETED', configMap('a', '100')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '+a@12', '-a@100']);
    expect(followed.watchedFrom()).toEqual(['10', '99']);
    expect(followed.lists()).toBe(1);
  });

  it('410: lists again once, and tells what is gone meanwhile', async () => {
    const followed = await follow({
      lists: [
        ['10', configMap('a', '7'), configMap('b', '8')],
        ['50', configMap('b', '8')],
      ],
      watch(response, nth) {
        if (nth === 1) {
          answerJson(response, 410, failure(410, 'Expired', 'too old resource version: 10 (40)'));
          return;
        }
        begin(response).write(eventLine('ADDED', configMap('c', '51')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[a@7 b@8]', '=[b@8]', '-a@7', '+c@51']);
    expect(followed.watchedFrom()).toEqual(['10', '50']);
    expect(followed.server.requests.filter(({ query }) => query['limit'] !== undefined)).toMatchObject([
      { query: { resourceVersion: '0' } },
      { query: { limit: '500' } },
    ]);
    expect(followed.pauses).toHaveLength(1);
  });

  it('ERROR in the stream: is what a refusal would be', async () => {
    const followed = await follow({
      lists: [['10'], ['60']],
      watch(response, nth) {
        begin(response);
        if (nth === 1) {
          response.end(
            eventLine(
              'ERROR',
              failure(410, 'Expired', 'The resourceVersion for the provided watch is too old.'),
            ),
          );
          return;
        }
        response.write(eventLine('ADDED', configMap('a', '61')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '=[]', '+a@61']);
    expect(followed.states.find(({ error }) => error !== null)).toMatchObject({
      isLive: false,
      error: {
        code: 'API_EXPIRED',
        data: { words: 'The resourceVersion for the provided watch is too old.' },
      },
    });
  });

  it('ERROR that is no expiry: goes on from where it was, without a list', async () => {
    const followed = await follow({
      lists: [['10']],
      watch(response, nth) {
        begin(response);
        if (nth === 1) {
          response.end(eventLine('ERROR', failure(500, 'InternalError', 'etcdserver: no leader')));
          return;
        }
        response.write(eventLine('ADDED', configMap('a', '61')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '+a@61']);
    expect([followed.lists(), followed.watchedFrom()]).toEqual([1, ['10', '10']]);
  });

  const tooLarge = failure(504, 'Timeout', 'Too large resource version: 10, current: 5', {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 3,
  });

  it('504 Too large resource version: waits as long as it is asked to, and asks again', async () => {
    const followed = await follow({
      lists: [['10']],
      watch(response, nth) {
        if (nth === 1) {
          answerJson(response, 504, tooLarge);
          return;
        }
        begin(response).write(eventLine('ADDED', configMap('a', '11')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '+a@11']);
    expect([followed.lists(), followed.pauses]).toEqual([1, [3_000]]);
  });

  it('a resourceVersion that went back (etcd restored): lists again when the server still does not know it', async () => {
    const followed = await follow({
      lists: [
        ['1000', configMap('a', '900'), configMap('b', '901')],
        ['5', configMap('a', '4')],
      ],
      watch(response, nth) {
        if (nth <= 2) {
          answerJson(response, 504, tooLarge);
          return;
        }
        begin(response).write(eventLine('MODIFIED', configMap('a', '6')));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[a@900 b@901]', '=[a@4]', '-b@901', '+a@6']);
    expect(followed.watchedFrom()).toEqual(['1000', '1000', '5']);
    expect(followed.lists()).toBe(2);
  });

  it('the same name with a new uid: is the new object', async () => {
    const followed = await follow({
      lists: [['10', configMap('a', '7', 'first')]],
      watch: (response) =>
        void begin(response).write(
          eventLine('DELETED', configMap('a', '11', 'first')) +
            eventLine('ADDED', configMap('a', '12', 'second')),
        ),
    });
    await expect.poll(() => followed.seen).toEqual(['=[a@7]', '-a@11', '+a@12']);
  });

  it('half a line at the end of a stream: is left out, and comes whole with the next one', async () => {
    const followed = await follow({
      lists: [['10']],
      watch(response, nth) {
        begin(response);
        const whole = eventLine('ADDED', configMap('b', '12'));
        if (nth === 1) {
          response.end(eventLine('ADDED', configMap('a', '11')) + whole.slice(0, 40));
          return;
        }
        response.write(whole);
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '+a@11', '+b@12']);
    expect([followed.lists(), followed.watchedFrom()]).toEqual([1, ['10', '11']]);
  });

  it('a line in two pieces, also within a character, is one event', async () => {
    const line = Buffer.from(eventLine('ADDED', configMap('节点', '11')));
    const cut = line.indexOf(Buffer.from('节')) + 1;
    const followed = await follow({
      lists: [['10']],
      watch(response) {
        begin(response).write(line.subarray(0, cut));
        setImmediate(() => response.write(line.subarray(cut)));
      },
    });
    await expect.poll(() => followed.seen).toEqual(['=[]', '+节点@11']);
  });

  it('a silent socket: is given up, and followed again from the last version', async () => {
    const followed = await follow({
      lists: [['10']],
      silenceMs: 100,
      watch(response, nth) {
        begin(response).write(eventLine('ADDED', configMap(`a${nth}`, `1${nth}`)));
      },
    });
    await expect.poll(() => followed.seen.slice(0, 3)).toEqual(['=[]', '+a1@11', '+a2@12']);
    expect(followed.watchedFrom().slice(0, 2)).toEqual(['10', '11']);
    expect(followed.states.find(({ isLive }) => !isLive)).toMatchObject({ error: { code: 'READ_TIMEOUT' } });
    expect(followed.lists()).toBe(1);
  });

  it('429 with Retry-After: waits that long, with one list in each pause', async () => {
    const followed = await follow({
      lists: [['10', configMap('a', '7')]],
      refusesList(response, nth) {
        if (nth > 2) {
          return false;
        }
        response.setHeader('retry-after', '7');
        answerJson(
          response,
          429,
          failure(429, 'TooManyRequests', 'Too many requests, please try again later.'),
        );
        return true;
      },
      watch: (response) => void begin(response).write(eventLine('ADDED', configMap('b', '11'))),
    });
    await expect.poll(() => followed.seen).toEqual(['=[a@7]', '+b@11']);
    expect([followed.lists(), followed.pauses]).toEqual([3, [7_000, 7_000]]);
  });

  it('a server that ends each stream at once is asked less and less often', async () => {
    const followed = await follow({
      lists: [['10']],
      watch(response, nth) {
        begin(response);
        if (nth < 7) {
          response.end();
        }
      },
    });
    await expect.poll(() => followed.pauses.length).toBeGreaterThanOrEqual(6);
    expect(followed.pauses.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(followed.lists()).toBe(1);
  });

  it('an answer that is none of an API server says so', async () => {
    const followed = await follow({
      lists: [['10']],
      watch: (response) => void begin(response).end('<html>\n'),
    });
    await expect
      .poll(() => followed.states.find(({ isLive }) => !isLive)?.error)
      .toMatchObject({ code: 'HTTP_BAD_ANSWER' });
  });
});
