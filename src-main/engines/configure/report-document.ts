import { z } from 'zod';
import { storedCheckSchema, type StoredCheck, type ReportDocument } from '../../contract/report.ts';
import { stepSentence } from '../../contract/state-words.ts';
import { localized, type Language, type Text } from '../../contract/text.ts';
import type { Journal } from '../../runner/definition.ts';
import type { ReportSources } from './report-sources.ts';
import { effectivePlan } from './plan-values.ts';
import { accountRows, manualHandling, timeOf } from './report-people.ts';
import { isRereadCurrent, remainingOf, type Remaining } from './report-remaining.ts';
import { selectSteps } from './selection.ts';

const rereadSchema = z.object({ checks: z.array(storedCheckSchema) });
type StoredChecks = readonly StoredCheck[];
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
const writtenSchema = z.object({
  path: z.string(),
  sheet: z.string(),
  cell: z.string(),
  value: z.string(),
  written: z.literal(true),
  sha256Before: z.string(),
  sha256After: z.string(),
  backupPath: z.string().nullable(),
  copy: z.boolean(),
});
const serialSchema = z.object({ serial: z.string() });

function outputOf<T>(journal: Journal, key: string, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(journal.outputs.get(key));
  return parsed.success ? parsed.data : null;
}

const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function hostRows({ input, journal }: ReportSources): ReportDocument['hosts'] {
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

/** Step groups that configure something, as the report's fourth chapter calls them; the others only look. */
const chapterOf: Partial<Record<string, ReportDocument['checks'][number]['group']>> = {
  settings: 'settings',
  ipmi: 'ipmi',
  vds: 'vds',
  vlan: 'vlan',
  password: 'accounts',
  iso: 'vmtools',
  serial: 'serial',
};

interface Conclusion extends Omit<ReportDocument['conclusion'], 'exclusions'> {
  readonly exclusions: readonly { readonly subject: Text | string; readonly because: Text }[];
}

function conclusionOf(
  sources: ReportSources,
  checks: StoredChecks,
  remaining: readonly Remaining[],
): Conclusion {
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
  const groups = new Map<string, number>();
  for (const { key, state, group } of sources.steps) {
    const chapter = chapterOf[group];
    // The serial is one thing, though it takes two steps.
    if (state === 'succeeded' && chapter !== undefined && key !== 'write-back') {
      groups.set(chapter, (groups.get(chapter) ?? 0) + 1);
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
    inScope: [...groups].map(([group, number]) => ({ group, count: number })),
    exclusions: exclusionsOf(sources),
  };
}

/** What the customer might miss: chosen against, or planned in the sheet and incomplete. What lacks a value is among what remains. */
function exclusionsOf({ input }: ReportSources): Conclusion['exclusions'] {
  const notChosen = selectSteps(input).leftOut.filter(({ kind }) => kind === 'notChosen');
  const incomplete = input.notPlanned.filter(({ isTemplateRow }) => isTemplateRow !== true);
  return [...incomplete, ...notChosen].map(({ key, title, because }) => ({ subject: title ?? key, because }));
}

function writeBackOf({ journal }: ReportSources): ReportDocument['writeBack'] {
  const written = outputOf(journal, 'write-back', writtenSchema);
  if (written === null) {
    return null;
  }
  const { path, sheet, cell, value, sha256Before, sha256After, backupPath, copy } = written;
  return {
    fileName: fileNameOf(path),
    sheet,
    cell,
    value,
    sha256Before,
    sha256After,
    backupFileName: backupPath === null ? null : fileNameOf(backupPath),
    copy,
  };
}

function coverOf(sources: ReportSources): ReportDocument['cover'] {
  const { input, run, journal } = sources;
  const plan = effectivePlan(input);
  return {
    customer: plan.customer,
    project: plan.project,
    dataCenter: plan.dataCenter,
    clusterName: plan.cluster.name,
    serial: outputOf(journal, 'serial', serialSchema)?.serial ?? null,
    version: plan.cluster.version,
    vip: plan.cluster.vip,
    identity: sources.identity,
    hostCount: plan.hosts.length,
    run: {
      id: run.id,
      startedAt: new Date(run.createdAt).toISOString(),
      endedAt: timeOf(run.endedAt),
      state: run.state,
    },
    workbook: {
      fileName: fileNameOf(input.workbook.path),
      profile: plan.profile,
      sha256: input.workbook.sha256,
    },
  };
}

/** The acceptance report of a configure run as data, in one language. Pure. */
export function toReportDocument(sources: ReportSources, language: Language): ReportDocument {
  const checks = outputOf(sources.journal, 'reread', rereadSchema)?.checks ?? [];
  const remaining = remainingOf(sources, checks);
  const image = outputOf(sources.journal, 'iso', imageSchema);
  const date = new Date(sources.now).toISOString();
  const document = {
    practice: sources.run.practice,
    number: `YS-${date.slice(0, 10).replaceAll('-', '')}-${sources.run.id}`,
    madeAt: date,
    timeZone: sources.timeZone,
    productVersion: sources.productVersion,
    engineer: sources.input.engineer,
    cover: coverOf(sources),
    conclusion: conclusionOf(sources, checks, remaining),
    hosts: hostRows(sources),
    checks: checks.map(({ step: _, ...check }) => check),
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
    accounts: accountRows(sources),
    vmtools:
      image === null
        ? null
        : {
            fileName: image.file_name,
            sizeBytes: image.file_size,
            sha256: image.sha256,
            imageUuid: image.image_uuid,
            compared: image.compared,
          },
    writeBack: writeBackOf(sources),
  };
  return localized(document, language);
}
