import { join } from 'node:path';
import { fetch } from 'undici';
import { AppError } from '../contract/errors.ts';
import type { SitePlan } from '../contract/site-plan.ts';
import { practicePlanOf } from '../engines/configure/practice-plan.ts';
import type { PracticeDescription, PracticePlan, PracticeSite } from '../practice/index.ts';

/** The practice site of this home, started when first used, and those that are served elsewhere. */
export interface PracticeSites {
  /** Has the site at `url` (null: this home's own) make itself from the plan; answers how to reach it. */
  attach(url: string | null, plan: SitePlan, faults: readonly string[]): Promise<PracticeDescription>;
  close(): Promise<void>;
}

export function createPracticeSites(home: string, now: () => number): PracticeSites {
  let own: Promise<PracticeSite> | null = null;

  async function open(faults: readonly string[]): Promise<PracticeSite> {
    const { createPracticeSite, parseFault } = await import('../practice/index.ts');
    return createPracticeSite({
      directory: join(home, 'practice'),
      clock: { now },
      faults: faults.map(parseFault),
    });
  }

  return {
    async attach(url, plan, faults) {
      const practicePlan = practicePlanOf(plan) as unknown as PracticePlan;
      if (url !== null) return attachElsewhere(url, practicePlan);
      own ??= open(faults);
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
