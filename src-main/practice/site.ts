import type { Server } from 'node:net';
import { z } from 'zod';
import type { PracticePace } from '../contract/practice-pace.ts';
import { attachPlan } from './attach.ts';
import {
  describeSite,
  readState,
  type KubernetesAddress,
  type PracticeAddresses,
  type PracticeDescription,
  type PracticeState,
} from './description.ts';
import { createFaultBook, type Fault } from './faults.ts';
import { makeUpPassword } from './hashed-secret.ts';
import { readHosts, readOperator } from './hosts.ts';
import { createHttpSite } from './http-site.ts';
import type { PracticeKubernetes } from './kubernetes/practice-kubernetes.ts';
import { listen, type Listening } from './listening.ts';
import { createPracticeKubernetes } from './open-kubernetes.ts';
import { createPacer } from './pace.ts';
import type { PracticePlan } from './plan.ts';
import { createSelfSigned, fingerprintOf, type Certificate } from './self-signed.ts';
import { createSshHost } from './ssh-host.ts';
import { createStore } from './store.ts';
import type { HostLoginAttempt, PracticeClock, PracticeWorld } from './world.ts';

export interface PracticeOptions {
  /** The site's state lives here and survives restarts and kills. One process at a time. */
  readonly directory: string;
  readonly clock: PracticeClock;
  /** 0 (default): the port it had before, else a free one. */
  readonly smartxPort?: number;
  readonly host?: '127.0.0.1';
  readonly faults?: readonly Fault[];
  /** Default: fast. */
  readonly pace?: PracticePace;
  /** Chunk size of new upload volumes, default 8388608 as the real system. */
  readonly chunkSizeBytes?: number;
  /** Serve https with a certificate of the site's own; kept, so that its fingerprint can be pinned. */
  readonly tls?: boolean;
  /** Keep a SHA-256 of every uploaded chunk; off by default because it halves the speed. */
  readonly hashesChunks?: boolean;
  /** Wrong passwords in a row that lock a host account for ten minutes; default 5, 0 = never. */
  readonly lockoutAfter?: number;
  /** Whether made-up host passwords differ by account (default) or are one for the whole site. */
  readonly initialPasswords?: 'per-account' | 'shared';
}

export interface PracticeSite {
  /** Base URL of the SmartX API, and the login of the site's own administrator, which is always good. */
  readonly smartx: { readonly url: string; readonly username: string; readonly password: string };
  /** SSH of the attached hosts; changes with {@link attach}. */
  readonly hosts: readonly { readonly name: string; readonly host: string; readonly port: number }[];
  readonly url: string;
  readonly journalUrl: string;
  attach(plan: PracticePlan): Promise<void>;
  /** From now on these faults, and no others. */
  orderFaults(faults: readonly Fault[]): void;
  /** From now on at this pace; jobs under way as well. */
  orderPace(pace: PracticePace): void;
  /** Its Kubernetes, started when it is first asked for. */
  kubernetes(): Promise<KubernetesAddress>;
  describe(): PracticeDescription;
  state(): PracticeState;
  /** Every attempt to log in to a host since this process serves the site, in their order. */
  logins(): readonly HostLoginAttempt[];
  /** Ends every connection; answers when the ports are free and the state is closed. */
  close(): Promise<void>;
}

const defaultChunkSizeBytes = 8_388_608;
const certificateSchema = z.object({ key: z.string(), certificate: z.string() });

function createWorld(options: PracticeOptions): PracticeWorld {
  const world = {
    store: createStore(options.directory),
    faults: createFaultBook(options.faults ?? []),
    clock: options.clock,
    pace: createPacer(options.pace ?? 'fast'),
    chunkSizeBytes: options.chunkSizeBytes ?? defaultChunkSizeBytes,
    hashesChunks: options.hashesChunks ?? false,
    lockoutAfter: options.lockoutAfter ?? 5,
    initialPasswords: options.initialPasswords ?? 'per-account',
    logins: [],
  };
  world.store.transaction(() => {
    if (world.store.read(z.unknown(), 'operator') !== null) {
      return;
    }
    world.store.write('operator', { username: 'practice', password: makeUpPassword() });
  });
  return world;
}

function keptCertificate(world: PracticeWorld, host: string): Certificate {
  const kept = world.store.read(certificateSchema, 'certificate');
  if (kept !== null) {
    return kept;
  }
  const made = createSelfSigned('Sitewright practice', host, new Date(world.clock.now()));
  world.store.write('certificate', { ...made });
  return made;
}

/** The SSH servers of the hosts there are. */
function createSshHosts(world: PracticeWorld): {
  readonly ports: ReadonlyMap<string, Listening>;
  follow(): Promise<void>;
  close(): Promise<void>;
} {
  const ports = new Map<string, Listening>();
  return {
    ports,
    async follow() {
      const hosts = readHosts(world);
      const wanted = new Set(hosts.map((host) => host.uuid));
      for (const [uuid, listening] of [...ports]) {
        if (wanted.has(uuid)) {
          continue;
        }
        ports.delete(uuid);
        await listening.close();
      }
      for (const host of hosts.filter(({ uuid }) => !ports.has(uuid))) {
        const listening = await createSshHost(world, host);
        ports.set(host.uuid, listening);
        world.store.run('UPDATE host SET ssh_port = ? WHERE uuid = ?', [listening.port, host.uuid]);
      }
    },
    async close() {
      await Promise.all([...ports.values()].map((listening) => listening.close()));
    },
  };
}

/** The site's Kubernetes, which is not there before somebody asks for it. */
function createLateKubernetes({ directory, clock, ...options }: PracticeOptions): {
  start(): Promise<PracticeKubernetes>;
  address(): KubernetesAddress | null;
  orderFaults(faults: readonly Fault[]): void;
  orderPace(pace: PracticePace): void;
  close(): Promise<void>;
} {
  let started: Promise<PracticeKubernetes> | null = null;
  let address: KubernetesAddress | null = null;
  let { faults = [], pace = 'fast' } = options;
  const open = async (): Promise<PracticeKubernetes> => {
    try {
      const opened = await createPracticeKubernetes({ directory, clock, faults, pace });
      address = { server: opened.server, kubeconfig: opened.kubeconfig };
      return opened;
    } catch (thrown) {
      // What keeps it from starting may be gone at the next try.
      started = null;
      throw thrown;
    }
  };
  const toIt = (tell: (kubernetes: PracticeKubernetes) => void): void => {
    // One that could not start has said so to whom it was started for.
    started?.then(tell).catch(() => undefined);
  };
  return {
    start: () => (started ??= open()),
    address: () => address,
    orderFaults(ordered) {
      faults = ordered;
      toIt((kubernetes) => kubernetes.orderFaults(ordered));
    },
    orderPace(ordered) {
      pace = ordered;
      toIt((kubernetes) => kubernetes.orderPace(ordered));
    },
    async close() {
      await (await started)?.close();
    },
  };
}

interface Parts {
  readonly http: Server;
  readonly host: '127.0.0.1';
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the ports; what cannot start leaves the directory free for another try. */
async function start(world: PracticeWorld, options: PracticeOptions, parts: Parts): Promise<Listening> {
  try {
    const before = world.store.read(z.number(), 'port') ?? 0;
    await parts.follow();
    const listening = await listen(parts.http, parts.host, { wanted: options.smartxPort ?? 0, before });
    world.store.write('port', listening.port);
    return listening;
  } catch (thrown) {
    await parts.close();
    world.store.close();
    throw thrown;
  }
}

/**
 * Starts the practice site: a SmartX API that keeps what it is told and hosts that can be logged in to, on loopback.
 * Throws HOME_OWNED when another process serves the directory, PRACTICE_UNREACHABLE when the given port is taken.
 */
export async function createPracticeSite(options: PracticeOptions): Promise<PracticeSite> {
  const host = options.host ?? '127.0.0.1';
  const world = createWorld(options);
  const stopped = new AbortController();
  const certificate = options.tls === true ? keptCertificate(world, host) : null;
  const ssh = createSshHosts(world);
  const kubernetes = createLateKubernetes(options);
  let last: Promise<void> = Promise.resolve();
  // One plan after the other: each starts servers for what the one before it left behind.
  const attach = (plan: PracticePlan): Promise<void> => {
    const next = last.then(() => {
      attachPlan(world, plan);
      return ssh.follow();
    });
    last = next.catch(() => undefined);
    return next;
  };
  const describe = (): PracticeDescription => describeSite(world, addresses);
  const state = (): PracticeState => readState(world);
  const http = createHttpSite(world, { attach, describe, state }, { certificate, stopped: stopped.signal });
  const listening = await start(world, options, { http, host, ...ssh });
  const url = `${certificate === null ? 'http' : 'https'}://${host}:${listening.port}`;
  const addresses: PracticeAddresses = {
    url,
    journalUrl: `${url}/practice/journal`,
    host,
    tlsFingerprint: certificate === null ? null : fingerprintOf(certificate.certificate),
    sshPort: (uuid) => ssh.ports.get(uuid)?.port ?? 0,
    kubernetes: () => kubernetes.address(),
  };
  return {
    smartx: { url, ...readOperator(world) },
    get hosts() {
      return readHosts(world).map(({ name, uuid }) => ({ name, host, port: addresses.sshPort(uuid) }));
    },
    url,
    journalUrl: addresses.journalUrl,
    attach,
    orderFaults(faults) {
      world.faults.order(faults);
      kubernetes.orderFaults(faults);
    },
    orderPace(pace) {
      world.pace.order(pace);
      kubernetes.orderPace(pace);
    },
    async kubernetes() {
      const { server, kubeconfig } = await kubernetes.start();
      return { server, kubeconfig };
    },
    describe,
    state,
    logins: () => world.logins,
    async close() {
      stopped.abort();
      await last;
      await Promise.all([listening.close(), ssh.close(), kubernetes.close()]);
      world.store.close();
    },
  };
}
