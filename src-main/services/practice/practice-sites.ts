import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemReason } from '../../adapters/http/system-error.ts';
import { AppError } from '../../contract/errors.ts';
import { paceOfEnvironment, type PracticePace } from '../../contract/practice-pace.ts';
import type { Text } from '../../contract/text.ts';
import type {
  Fault,
  KubernetesAddress,
  PracticeDescription,
  PracticePlan,
  PracticeSite,
} from '../../practice/index.ts';

/** The practice site of this home, started when first used, and those that are served elsewhere. */
export interface PracticeSites {
  /** Faults of this home's own site from now on, instead of those before; they end with this process. FAULT_INVALID at once. */
  orderFaults(faults: readonly string[]): Promise<void>;
  /** Those in effect at this home's own site. */
  orderedFaults(): readonly string[];
  pace(): PracticePace;
  /** The pace of this home's own site from now on. */
  orderPace(pace: PracticePace): Promise<void>;
  /** Throws PRACTICE_UNREACHABLE where no practice site answers, before a run is made for it; answers the faults that are ordered there. */
  requireServed(url: string): Promise<readonly string[]>;
  /** Starts this home's own site. Throws what keeps it from starting, such as a damaged file, before a run is made for it. */
  requireOwn(): Promise<void>;
  /** Has the site at `url` (null: this home's own) make itself from the plan; answers how to reach it. */
  attach(url: string | null, plan: PracticePlan): Promise<PracticeDescription>;
  /** Where this home's own site answers; null while it was not started. */
  address(): Promise<string | null>;
  /** The Kubernetes API of the site at `url` (null: this home's own, started when first asked for). `kubeconfig` is the path of a file. */
  kubernetes(url: string | null): Promise<KubernetesAddress>;
  /** Forgets this home's own site; the next one begins as at first. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export function createPracticeSites(home: string, now: () => number): PracticeSites {
  const directory = join(home, 'practice');
  let own: Promise<PracticeSite> | null = null;
  let ordered: readonly Fault[] = [];
  let orderedPace: PracticePace | null = null;
  const pace = (): PracticePace => orderedPace ?? paceOfEnvironment(process.env);

  async function open(): Promise<PracticeSite> {
    const { createPracticeSite } = await import('../../practice/index.ts');
    try {
      return await createPracticeSite({
        directory,
        clock: { now },
        faults: ordered,
        pace: pace(),
      });
    } catch (thrown) {
      // What keeps it from starting may be gone at the next try.
      own = null;
      throw thrown;
    }
  }

  const started = (): Promise<PracticeSite> => (own ??= open());

  return {
    async orderFaults(faults) {
      const { parseFault } = await import('../../practice/index.ts');
      ordered = faults.map(parseFault);
      (await own)?.orderFaults(ordered);
    },
    orderedFaults: () => ordered.map(({ spec }) => spec),
    pace,
    async orderPace(given) {
      orderedPace = given;
      (await own)?.orderPace(given);
    },
    async requireServed(url) {
      return (await describeElsewhere(url)).faults;
    },
    async requireOwn() {
      await started();
    },
    async attach(url, plan) {
      if (url !== null) {
        return attachElsewhere(url, plan);
      }
      const site = await started();
      await site.attach(plan);
      return site.describe();
    },
    async address() {
      // One that cannot start says so to whoever uses it.
      return (await own?.catch(() => null))?.describe().smartx.url ?? null;
    },
    async kubernetes(url) {
      if (url === null) {
        return (await started()).kubernetes();
      }
      const { kubernetes } = await describeElsewhere(url);
      if (kubernetes === null) {
        throw unusable(url, { zh: '没有 Kubernetes API', en: 'it serves no Kubernetes API' });
      }
      return kubernetes;
    },
    async reset() {
      await (await own)?.close();
      own = null;
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
    async close() {
      await (await own)?.close();
    },
  };
}

/** Making hosts with keys of their own takes a moment; a stranger that never answers must not hold an order. */
const answerWithinMs = 30_000;

async function attachElsewhere(url: string, plan: PracticePlan): Promise<PracticeDescription> {
  // Whatever else answers at that address is only looked at.
  await describeElsewhere(url);
  const body = JSON.stringify(plan);
  const headers = { 'content-type': 'application/json' };
  const attached = await ask(url, '/practice/attach', { method: 'POST', headers, body });
  if (!attached.ok) {
    const answered = `${attached.status}: ${(await attached.text()).slice(0, 200)}`;
    throw unusable(url, { zh: `应答 ${answered}`, en: `it responded ${answered}` });
  }
  return describeElsewhere(url);
}

async function describeElsewhere(url: string): Promise<PracticeDescription> {
  const answer = await ask(url, '/practice/site', {});
  const site = (await answer.json().catch(() => null)) as Partial<PracticeDescription> | null;
  if (!answer.ok || site?.practice !== true) {
    throw unusable(url, { zh: '不是演练环境', en: 'it is not a practice site' });
  }
  return site as PracticeDescription;
}

/** One that is served is served on this computer alone: another address is never a practice site, and would be sent passwords. */
const ownAddresses = ['127.0.0.1', 'localhost', '[::1]'];

async function ask(url: string, path: string, request: RequestInit): Promise<Response> {
  if (!ownAddresses.includes(new URL(url).hostname)) {
    throw unusable(url, {
      zh: '演练环境只在本机提供服务',
      en: 'a practice site is served on this computer only',
    });
  }
  try {
    // Never to where it points instead: that is another address than the one that was given.
    const signal = AbortSignal.timeout(answerWithinMs);
    return await fetch(new URL(path, url), { ...request, redirect: 'manual', signal });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    throw unusable(url, systemReason(error), thrown);
  }
}

function unusable(url: string, why: Text, cause?: unknown): AppError {
  const text = {
    zh: `演练环境 ${url} 无法使用：${why.zh}；请用「sitewright practice」启动它。`,
    en: `The practice site at ${url} cannot be used: ${why.en}. Start it with "sitewright practice".`,
  };
  return new AppError('PRACTICE_UNREACHABLE', text, { cause });
}
