import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { openApiConnection } from '../../../src-main/adapters/kubernetes/api-connection.ts';
import { createKubernetesApi } from '../../../src-main/adapters/kubernetes/api.ts';
import type {
  KubernetesApi,
  KubernetesObject,
  ObjectName,
  ResourceKind,
} from '../../../src-main/ports/kubernetes.ts';
import {
  createPracticeKubernetes,
  parseFault,
  type PracticeKubernetes,
} from '../../../src-main/practice/index.ts';

export const signal = new AbortController().signal;

export const pods: ResourceKind = { group: '', version: 'v1', resource: 'pods' };
export const events: ResourceKind = { group: '', version: 'v1', resource: 'events' };
export const configMaps: ResourceKind = { group: '', version: 'v1', resource: 'configmaps' };
export const deployments: ResourceKind = { group: 'apps', version: 'v1', resource: 'deployments' };
export const daemonSets: ResourceKind = { group: 'apps', version: 'v1', resource: 'daemonsets' };
export const statefulSets: ResourceKind = { group: 'apps', version: 'v1', resource: 'statefulsets' };
export const jobs: ResourceKind = { group: 'batch', version: 'v1', resource: 'jobs' };
export const managedNodes: ResourceKind = { group: 'amd.com', version: 'v1', resource: 'nodes' };

export interface Reply {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came; the assertions look at what is really there. */
  readonly body: never;
  readonly text: string;
}

export interface Site {
  readonly kubernetes: PracticeKubernetes;
  readonly api: KubernetesApi;
  readonly directory: string;
  order(...faults: string[]): void;
  call(
    method: string,
    path: string,
    sent?: { readonly body?: unknown; readonly type?: string; readonly accept?: string },
  ): Promise<Reply>;
  read(kind: ResourceKind, at: string): Promise<KubernetesObject>;
}

export function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'practice-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** `web/portal`; without a slash an object that has no namespace. */
export function nameOf(at: string): ObjectName {
  const [first = '', name] = at.split('/');
  return name === undefined ? { namespace: null, name: first } : { namespace: first, name };
}

export async function openSite({
  faults = [],
  directory = folder(),
  close = true,
}: {
  readonly faults?: readonly string[];
  readonly directory?: string;
  readonly close?: boolean;
} = {}): Promise<Site> {
  const clock = { now: () => Date.now() };
  const kubernetes = await createPracticeKubernetes({
    directory,
    clock,
    faults: faults.map(parseFault),
    pace: 'fast',
  });
  const config = parse(readFileSync(kubernetes.kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
    users: [{ user: { token: string } }];
  };
  const authority = Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64');
  const authorization = `Bearer ${config.users[0].user.token}`;
  const connection = openApiConnection({
    server: config.clusters[0].cluster.server,
    certificateAuthority: authority,
    isInsecure: false,
    tlsServerName: null,
    client: null,
    proxyUrl: null,
    authorization: async () => authorization,
  });
  const dispatcher = new Agent({ connect: { ca: authority } });
  const api = createKubernetesApi(connection);
  onTestFinished(async () => {
    await connection.close();
    await dispatcher.destroy();
    if (close) {
      await kubernetes.close();
    }
  });
  return {
    kubernetes,
    api,
    directory,
    order: (...specs) => kubernetes.orderFaults(specs.map(parseFault)),
    async call(method, path, { body, type = 'application/json', accept } = {}) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const answered = await request(`${kubernetes.server}${path}`, {
        method: method as 'GET',
        dispatcher,
        headers: { authorization, 'content-type': type, ...(accept === undefined ? {} : { accept }) },
        ...sent,
      });
      const text = await answered.body.text();
      const isJson = String(answered.headers['content-type']).includes('json');
      return {
        code: answered.statusCode,
        headers: answered.headers,
        body: (isJson && !path.includes('watch=') ? JSON.parse(text) : undefined) as never,
        text,
      };
    },
    read: (kind, at) => api.read(kind, nameOf(at), { signal }),
  };
}

export const restart = (site: Site, kind: ResourceKind, at: string): Promise<KubernetesObject> =>
  site.api.patch(kind, nameOf(at), {
    type: 'strategic-merge',
    body: {
      spec: {
        template: {
          metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() } },
        },
      },
    },
    fieldManager: 'kubectl-rollout',
    signal,
  });

/** Waits for an object to be so. */
export const becomes = (
  site: Site,
  [kind, at]: readonly [ResourceKind, string],
  shape: object,
): Promise<void> => expect.poll(() => site.read(kind, at)).toMatchObject(shape);

export async function podsOf(
  site: Site,
  namespace: string,
  labelSelector: string,
): Promise<KubernetesObject[]> {
  const { items } = await site.api.list(pods, { namespace, labelSelector }, { freshness: 'current', signal });
  return [...items];
}

export async function reasonsIn(site: Site, namespace: string): Promise<string[]> {
  const { items } = await site.api.list(events, { namespace }, { freshness: 'current', signal });
  return items.map((event) => event['reason'] as string);
}
