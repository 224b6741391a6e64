/** The practice Kubernetes: an API server with its controllers on loopback, its state in the practice folder. */
import { z } from 'zod';
import type { PracticePace } from '../../contract/practice-pace.ts';
import { createFaultBook, type Fault } from '../faults.ts';
import { listen, type Listening } from '../listening.ts';
import { createSelfSigned, type Certificate } from '../self-signed.ts';
import type { PracticeClock } from '../world.ts';
import { createApiServer } from './api/server.ts';
import { startControllers } from './controllers/controllers.ts';
import { fill, type Filling } from './seed/filling.ts';
import { prepareKubeconfig } from './kubeconfig.ts';
import { ObjectStore } from './object-store.ts';
import { openPersistence, type Persistence } from './persistence.ts';
import { seedSite } from './seed/seed-site.ts';
import { timingsAt } from './timings.ts';
import type { KubernetesWorld } from './world.ts';

export interface PracticeKubernetesOptions {
  /** The state lives here and survives restarts and kills. One process at a time. */
  readonly directory: string;
  readonly clock: PracticeClock;
  readonly faults: readonly Fault[];
  readonly pace: PracticePace;
  /** 0 (default): the port it had before, else a free one. */
  readonly port?: number;
}

export interface PracticeKubernetes {
  /** Such as `https://127.0.0.1:6443`. */
  readonly server: string;
  /** Path of its kubeconfig, which holds the token. */
  readonly kubeconfig: string;
  /** From now on these faults, and no others. */
  orderFaults(faults: readonly Fault[]): void;
  /** From now on at this pace. */
  orderPace(pace: PracticePace): void;
  /** Puts many settled objects in at once. */
  fill(filling: Filling): void;
  /** Ends every connection; answers when the port is free and the state is on disk. */
  close(): Promise<void>;
}

const host = '127.0.0.1';
const certificateSchema = z.object({ key: z.string(), certificate: z.string() });

function keptCertificate(persistence: Persistence, clock: PracticeClock): Certificate {
  const kept = persistence.read('certificate');
  if (kept !== null) {
    return certificateSchema.parse(JSON.parse(kept));
  }
  const made = createSelfSigned('Sitewright practice Kubernetes', host, new Date(clock.now()));
  persistence.write('certificate', JSON.stringify(made));
  return made;
}

/**
 * Starts it. Throws HOME_OWNED when another process serves the folder, DATABASE_DAMAGED, PRACTICE_UNREACHABLE when the
 * given port is taken.
 */
export async function createPracticeKubernetes(
  options: PracticeKubernetesOptions,
): Promise<PracticeKubernetes> {
  const { directory, clock } = options;
  const persistence = openPersistence(directory);
  let started: { readonly listening: Listening; readonly stop: () => void; readonly world: OrderedWorld };
  const kubeconfig = prepareKubeconfig(directory, persistence);
  try {
    started = await start(options, persistence, (token) => kubeconfig.isToken(token));
    kubeconfig.write(
      `https://${host}:${started.listening.port}`,
      keptCertificate(persistence, clock).certificate,
    );
  } catch (thrown) {
    persistence.close();
    throw thrown;
  }
  const { listening, stop, world } = started;
  return {
    server: `https://${host}:${listening.port}`,
    kubeconfig: kubeconfig.path,
    orderFaults(faults) {
      world.faults.order(faults);
      world.lookAgain();
    },
    orderPace: (pace) => world.orderPace(pace),
    fill: (filling) => fill(world, filling),
    async close() {
      stop();
      await listening.close();
      persistence.close();
    },
  };
}

interface OrderedWorld extends KubernetesWorld {
  orderPace(pace: PracticePace): void;
  /** What waited because of a fault may go on. */
  lookAgain(): void;
}

async function start(
  { clock, faults, pace: paceAtFirst, port = 0 }: PracticeKubernetesOptions,
  persistence: Persistence,
  isToken: (token: string) => boolean,
): Promise<{ listening: Listening; stop: () => void; world: OrderedWorld }> {
  const versionBefore = persistence.read('version');
  const store = new ObjectStore(Number(versionBefore ?? 1_000));
  persistence.load(store);
  let pace = paceAtFirst;
  const bare: KubernetesWorld = {
    store,
    clock,
    faults: createFaultBook(faults),
    timings: () => timingsAt(pace),
  };
  persistence.follow(store);
  if (versionBefore === null) {
    seedSite(bare);
    persistence.flush();
  }
  const server = createApiServer({
    world: bare,
    certificate: keptCertificate(persistence, clock),
    isToken,
    flush: () => persistence.flush(),
  });
  const listening = await listen(server, host, {
    wanted: port,
    before: Number(persistence.read('port') ?? 0),
  });
  persistence.write('port', String(listening.port));
  const controllers = startControllers(bare);
  const world: OrderedWorld = {
    ...bare,
    orderPace(ordered) {
      pace = ordered;
      controllers.lookAtAll();
    },
    lookAgain: () => controllers.lookAtAll(),
  };
  return { listening, stop: () => controllers.close(), world };
}
