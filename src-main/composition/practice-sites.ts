import { join } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { SitePlan } from '../contract/site-plan.ts';
import { practicePlanOf } from '../engines/configure/practice-plan.ts';
import type { Fault, PracticeDescription, PracticePlan, PracticeSite } from '../practice/index.ts';

/** The practice site of this home, started when first used, and those that are served elsewhere. */
export interface PracticeSites {
  /** Faults for this home's own site from when it is first used; they end with this process. FAULT_INVALID at once. */
  orderFaults(faults: readonly string[]): Promise<void>;
  /** Has the site at `url` (null: this home's own) make itself from the plan; answers how to reach it. */
  attach(url: string | null, plan: SitePlan): Promise<PracticeDescription>;
  close(): Promise<void>;
}

export function createPracticeSites(home: string, now: () => number): PracticeSites {
  let own: Promise<PracticeSite> | null = null;
  let ordered: readonly Fault[] = [];

  async function open(): Promise<PracticeSite> {
    const { createPracticeSite } = await import('../practice/index.ts');
    try {
      return await createPracticeSite({
        directory: join(home, 'practice'),
        clock: { now },
        faults: ordered,
      });
    } catch (thrown) {
      // What keeps it from starting may be gone at the next try.
      own = null;
      throw thrown;
    }
  }

  return {
    async orderFaults(faults) {
      const { parseFault } = await import('../practice/index.ts');
      ordered = faults.map(parseFault);
    },
    async attach(url, plan) {
      const practicePlan = practicePlanOf(plan) as unknown as PracticePlan;
      if (url !== null) return attachElsewhere(url, practicePlan);
      own ??= open();
      const site = await own;
      await site.attach(practicePlan);
      return site.describe();
    },
    async close() {
      await (await own)?.close();
    },
  };
}

async function attachElsewhere(url: string, plan: PracticePlan): Promise<PracticeDescription> {
  const at = new URL('/practice/attach', url);
  try {
    const attached = await fetch(at, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(plan),
    });
    if (!attached.ok)
      throw new Error(`answered ${attached.status}: ${(await attached.text()).slice(0, 200)}`);
    const described = await fetch(new URL('/practice/site', url));
    const site = (await described.json()) as Partial<PracticeDescription>;
    if (site.practice !== true) throw new Error('is not a practice site');
    return site as PracticeDescription;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError(
      'PRACTICE_UNREACHABLE',
      `the practice site at ${url} cannot be used: ${why}; start it with "sitewright practice"`,
      { cause: thrown },
    );
  }
}
