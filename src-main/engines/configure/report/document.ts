import { z } from 'zod';
import type { ReportDraft } from '../../../contract/report.ts';
import { stepSentence } from '../../../contract/state-words.ts';
import type { Journal } from '../../../runner/definition.ts';
import { effectivePlan } from '../plan-values.ts';
import { selectSteps } from '../selection.ts';
import {
  accountsChapter,
  type HostRow,
  hostsChapter,
  imageChapter,
  type UploadedImage,
  writeBackChapter,
} from './chapters.ts';
import { type Check, type CheckGroup, checkSchema, titleOfGroup } from './check-groups.ts';
import { checkOf, coverFacts, plannedFrom, profileNote, subtitle, workbookLabel } from './shared-chapters.ts';
import { accountRows } from './accounts.ts';
import { manualHandling, timeOf } from './people.ts';
import { isRereadCurrent, remainingOf, type Remaining } from './remaining.ts';
import type { ReportSources } from './sources.ts';
import { fileNameOf, writtenBack } from './written-back.ts';

const rereadSchema = z.object({ checks: z.array(checkSchema) });
const scanSchema = z.object({
  hosts: z.array(
    z.object({ uuid: z.string(), serial: z.string().nullable(), version: z.string().nullable() }),
  ),
});
const pairingSchema = z.object({ hosts: z.array(z.object({ name: z.string(), uuid: z.string() })) });
const imageSchema = z.object({
  image_uuid: z.string(),
  file_name: z.string(),
  sha256: z.string(),
  file_size: z.number(),
  /** False for an image that was there already: nobody has compared it with the file. */
  compared: z.boolean().default(true),
});
const serialSchema = z.object({ serial: z.string() });

function outputOf<T>(journal: Journal, key: string, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(journal.outputs.get(key));
  return parsed.success ? parsed.data : null;
}

function hostRows({ input, journal }: ReportSources): readonly HostRow[] {
  // Where the scan had to wait for a session, the session's step keeps both.
  const later = outputOf(journal, 'session', scanSchema.extend({ paired: pairingSchema.shape.hosts }));
  const paired = later?.paired ?? outputOf(journal, 'pairing', pairingSchema)?.hosts ?? [];
  const scanned = later?.hosts ?? outputOf(journal, 'scan', scanSchema)?.hosts ?? [];
  const plan = effectivePlan(input);
  return input.plan.hosts.map((named, index) => {
    const host = plan.hosts[index] ?? named;
    const uuid = paired.find(({ name }) => name === named.name)?.uuid ?? null;
    const seen = scanned.find((one) => one.uuid === uuid);
    const rack = [host.rack, host.rackUnit === null ? null : `${host.rackUnit}U`]
      .filter((part) => part !== null)
      .join(' ');
    return {
      number: host.number,
      name: host.name,
      serial: seen?.serial ?? host.serial,
      uuid,
      managementIp: host.managementIp,
      storageIp: host.storageIp,
      bmcAddress: host.bmc.address,
      rack: rack === '' ? null : rack,
      version: seen?.version ?? null,
    };
  });
}

/** Steps that settle one object each, by the first part of their keys, as the checks call those; the others look or count. */
const objectsOf: Partial<Record<string, CheckGroup>> = {
  vip: 'settings',
  dns: 'settings',
  ntp: 'settings',
  ipmi: 'ipmi',
  vds: 'vds',
  vlan: 'vlan',
  password: 'accounts',
  iso: 'vmtools',
  serial: 'serial',
};

function conclusionOf(
  sources: ReportSources,
  checks: readonly Check[],
  remaining: readonly Remaining[],
): ReportDraft['conclusion'] {
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  const counts = {
    total: checks.length,
    equal: count('equal'),
    equalAsEdited: count('equal-as-edited'),
    indirect: count('indirect'),
    different: count('different'),
    unreadable: count('unreadable'),
  };
  const isCurrent = isRereadCurrent(sources);
  // The report's own two steps say nothing about the site; one may have been stopped when it was to look again.
  const failed = sources.steps.some(
    ({ state, group }) =>
      group !== 'report' && (state === 'failed' || state === 'unknown' || state === 'canceled'),
  );
  const groups = new Map<CheckGroup, number>();
  for (const { key, state } of sources.steps) {
    const checked = objectsOf[key.split(':')[0] ?? ''];
    if (state === 'succeeded' && checked !== undefined) {
      groups.set(checked, (groups.get(checked) ?? 0) + 1);
    }
  }
  return {
    verdict:
      failed || checks.length === 0 || !isCurrent
        ? 'not-passed'
        : remaining.length > 0 || counts.different > 0 || counts.unreadable > 0
          ? 'passed-with-conditions'
          : 'passed',
    isCurrent,
    counts,
    inScope: [...groups].map(([group, number]) => ({ subject: titleOfGroup[group], count: number })),
    exclusions: exclusionsOf(sources),
  };
}

/** What the customer might miss: chosen against, or planned in the sheet and incomplete. What lacks a value is among what remains. */
function exclusionsOf({ input }: ReportSources): ReportDraft['conclusion']['exclusions'] {
  const notChosen = selectSteps(input).leftOut.filter(({ kind }) => kind === 'notChosen');
  const incomplete = input.notPlanned.filter(({ isTemplateRow }) => isTemplateRow !== true);
  return [...incomplete, ...notChosen].map(({ key, title, because }) => ({ subject: title ?? key, because }));
}

function coverOf(sources: ReportSources): ReportDraft['cover'] {
  const { input, run, journal } = sources;
  const plan = effectivePlan(input);
  return {
    customer: plan.customer,
    project: plan.project,
    dataCenter: plan.dataCenter,
    site: plan.cluster.name,
    address: plan.cluster.vip,
    identity: sources.identity,
    facts: coverFacts({
      clusterName: plan.cluster.name,
      serial: outputOf(journal, 'serial', serialSchema)?.serial ?? null,
      version: plan.cluster.version,
      vip: plan.cluster.vip,
      identity: sources.identity,
      hostCount: plan.hosts.length,
    }),
    run: {
      id: run.id,
      startedAt: new Date(run.createdAt).toISOString(),
      endedAt: timeOf(run.endedAt),
      state: run.state,
    },
    files: [
      {
        label: workbookLabel,
        name: fileNameOf(input.workbook.path),
        note: profileNote(plan.profile),
        sha256: input.workbook.sha256,
      },
    ],
  };
}

function imageOf(journal: Journal): UploadedImage | null {
  const image = outputOf(journal, 'iso', imageSchema);
  return image === null
    ? null
    : {
        fileName: image.file_name,
        sizeBytes: image.file_size,
        sha256: image.sha256,
        imageUuid: image.image_uuid,
        compared: image.compared,
      };
}

/** The acceptance report of a configure run as data. Pure. */
export function toReportDraft(sources: ReportSources): ReportDraft {
  const { input, journal } = sources;
  const checks = outputOf(journal, 'reread', rereadSchema)?.checks ?? [];
  const remaining = remainingOf(sources, checks);
  const date = new Date(sources.now).toISOString();
  return {
    practice: sources.run.practice,
    number: `YS-${date.slice(0, 10).replaceAll('-', '')}-${sources.run.id}`,
    madeAt: date,
    timeZone: sources.timeZone,
    productVersion: sources.productVersion,
    engineer: input.engineer,
    title: { zh: '验收报告', en: 'Acceptance Report' },
    subtitle,
    chapters: [
      'cover',
      'conclusion',
      hostsChapter(hostRows(sources)),
      'checks',
      'execution',
      'interventions',
      'remaining',
      accountsChapter(accountRows(sources, checks)),
      imageChapter(imageOf(journal)),
      writeBackChapter(writtenBack(journal), input.workbook.sha256),
      'signature',
    ],
    cover: coverOf(sources),
    conclusion: conclusionOf(sources, checks, remaining),
    plannedFrom,
    checks: checks.map(checkOf),
    execution: sources.steps.map((step) => ({
      key: step.key,
      title: step.title,
      state: step.state,
      attempts: step.attempts,
      changed: step.changed,
      adopted: step.adopted ?? false,
      startedAt: timeOf(step.startedAt),
      endedAt: timeOf(step.endedAt),
      message: stepSentence(step),
    })),
    interventions: manualHandling(sources),
    remaining,
  };
}
