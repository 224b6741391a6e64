/** A job that has not been started: its workbook as it reads now, and the order that a person has put together. */
import { useEffect } from 'react';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import type { DecidedSheet } from '../../../../src-main/contract/sheet-decisions.ts';
import type { KnownSite } from '../../../../src-main/contract/machine.ts';
import type { SheetReading, Site, SiteCheck } from '../../../../src-main/contract/configure.ts';
import type { GlyphName } from '../../../components/Glyph.tsx';
import { useTakenSite, type SiteInHand } from '../../../hooks/site-in-hand.ts';
import { changeOrder, type Order, takeSite, useOrder } from './orders.ts';
import { configureIdentity } from '../../../../src-main/contract/configure-names.ts';
import { shortIdentity } from '../../../../src-main/contract/short-identity.ts';
import { visible } from '../../../../src-main/contract/visible.ts';
import { siteAddress } from './practice-address.ts';
import { fileNameOf } from '../../../ask/save-file.ts';
import { useAnswer, type Asked } from '../../../ask/use-call.ts';

export interface Job {
  /** Names the workbook for further calls. */
  readonly file: string;
  readonly fileName: string;
  readonly path: string;
  readonly plan: SitePlan;
  readonly counts: SheetReading['counts'];
  /** How the site was when it was checked last, from any window; null where that does not hold any more. */
  readonly lastCheck: SiteCheck | null;
  /** What people decided about it in the tool. */
  readonly decided: DecidedSheet;
  /** Another one whenever the workbook, or what people decided about it, has changed. */
  readonly version: string;
}

/** A check of the site holds for the content of the workbook that it was made with. */
export const holdingFor = (sha256: string, check: SiteCheck | null): SiteCheck | null =>
  check?.sha256 === sha256 ? check : null;

/** The import with its workbook read again. */
export function useJob(importId: number): Asked<Job> {
  return useAnswer(`job/${importId}`, async (client, signal): Promise<Job> => {
    const { grant } = await client.imports.grant({ id: importId }, { signal });
    const { plan, counts, workbook } = await client.plan.read({ file: grant }, { signal });
    const check = await client.configure.lastCheck({ import: importId }, { signal });
    const lastCheck = holdingFor(workbook.sha256, check);
    const { path, overrides, ignored } = await client.imports.show({ id: importId }, { signal });
    const cells = [...overrides, ...ignored].map(({ sheet, cell, at }) => `${sheet}!${cell}@${at}`);
    return {
      file: grant,
      fileName: fileNameOf(path),
      path,
      plan,
      counts,
      lastCheck,
      decided: { overrides, ignored },
      version: [workbook.sha256, ...cells].join('/'),
    };
  });
}

const isSameSite = (one: Site, other: Site): boolean =>
  one.kind === 'real'
    ? other.kind === 'real' && one.baseUrl === other.baseUrl
    : other.kind === 'practice' && one.url === other.url;

/** The check that another window made of the same site; none once something was changed in this one. */
export function checkBefore({ lastCheck }: Job, { site, revision }: Order): SiteCheck | null {
  if (lastCheck === null || site === null || revision > 0) {
    return null;
  }
  return isSameSite(lastCheck.site, site) ? lastCheck : null;
}

/** A site that is known from runs, as an order names it. Whether it may be reached without TLS is asked anew. */
function siteFrom({ practice, subject: { address } }: KnownSite): Site {
  return practice
    ? { kind: 'practice', url: address, faults: [] }
    : { kind: 'real', baseUrl: `https://${address ?? ''}`, allowHttp: false };
}

/** The order for the job. A window that has chosen no site goes on at the one that was checked for it. */
export function useJobOrder(importId: number, job: Pick<Job, 'lastCheck'> | null): Order {
  const order = useOrder(importId);
  const site = order.site ?? job?.lastCheck?.site ?? null;
  const isTaken = order.site === null && site !== null;
  useEffect(() => {
    if (isTaken) {
      takeSite(importId, site);
    }
  }, [importId, isTaken, site]);
  useTakenSite((known) => changeOrder(importId, { site: siteFrom(known) }));
  return order;
}

/** Of every look at the job's site: forgotten together. */
export const readingsOf = (importId: number): string => `job/${importId}/`;

/** What is looked at, and what has to be the same for a look to stand. */
interface Looked {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
}

export const readingKey = (what: string, { importId, job, order }: Looked): string =>
  `${readingsOf(importId)}${what}/${order.revision}/${job.version}`;

/** How the sheet stands, beside its stage. */
export function glyphOfCounts(counts: SheetReading['counts']): GlyphName {
  if (counts.error > 0) {
    return 'error';
  }
  return counts.warning > 0 ? 'caution' : 'unchanged';
}

/** The site's own name, and whose it is, as a run will be called after them. */
function whoseSite({ plan, fileName }: Pick<Job, 'plan' | 'fileName'>): Pick<SiteInHand, 'name' | 'subject'> {
  const owner = [plan.customer, plan.project].filter((part) => part !== null).join(' · ');
  return { name: plan.cluster.name ?? fileName, subject: owner === '' ? null : owner };
}

/** A site by its planned name. */
export function siteName({ plan }: Job): string {
  return visible(
    [plan.customer, plan.cluster.name].filter((part) => part !== null && part !== '').join(' · '),
  );
}

interface Seen {
  readonly identity: readonly string[] | null;
  readonly at: number | null;
  /** Where the own practice site answers. */
  readonly ownPractice: string | null;
}

/** What the bar says while the job is put together. */
export function siteOfJob(
  job: Pick<Job, 'plan' | 'fileName'>,
  { site }: Pick<Order, 'site'>,
  { identity, at, ownPractice }: Seen,
): SiteInHand {
  return {
    practice: site === null ? null : site.kind === 'practice',
    ...whoseSite(job),
    address: siteAddress(site, ownPractice),
    identity: identity === null || identity.length === 0 ? null : shortIdentity(identity),
    parts: identity === null ? null : { label: configureIdentity, count: identity.length },
    checkedAt: identity === null ? null : at,
    mismatch: null,
  };
}
