import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { differenceSchema, type Difference } from '../../../contract/run.ts';
import type { CellReference } from '../../../contract/site-plan.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { asking, defineStep, outputOf, questionOf } from '../../../runner/define-step.ts';
import type { Asked, ProbeResult } from '../../../runner/definition.ts';
import type { SheetNow } from '../ports.ts';
import { editedSince, warnOfEdits } from './edited-since.ts';
import { titleOf } from '../titles.ts';
import {
  networkRetry,
  noSession,
  onlyLooks,
  recheck,
  type SiteContext,
  type SiteContextOf,
  type SiteStep,
} from '../world.ts';
import { needs, settled, type Candidate, type Planning } from './planning.ts';

export const serialRead = outputOf('serial', z.object({ serial: z.string() }));

function serialStep(before: readonly string[]): SiteStep {
  return defineStep({
    ...onlyLooks,
    ...serialRead,
    title: titleOf('serial'),
    group: 'serial',
    onFailure: 'warn',
    dependsOn: [...needs('session'), ...settled(...before)],
    async probe(context) {
      const { world, signal } = context;
      let serial: string | null;
      try {
        serial = await world.session.call(signal, () => world.cluster.readSerial({ signal }));
      } catch (thrown) {
        if (!isAppError(thrown) || thrown.code !== 'LOGIN_REFUSED') {
          throw thrown;
        }
        return {
          verdict: 'unreadable',
          why: noSession,
          change: { zh: '读取序列号', en: 'Read the serial' },
          intent: {},
        };
      }
      await context.confirmSite();
      if (serial !== null) {
        return { verdict: 'done', found: verbatim(serial), output: { serial } };
      }
      const cause = serialMissing();
      return { verdict: 'blocked', cause };
    },
  });
}

const occupied = questionOf('serial-occupied', z.object({ present: z.string(), serial: z.string() }));
const anotherWorkbook = questionOf(
  'another-workbook',
  z.object({ sha256: z.string(), differences: z.array(differenceSchema).readonly() }),
);

/** The cell's answer to whether a different value may be overwritten. */
function mayOverwrite({ input }: Planning, context: SiteContext): boolean {
  return input.overwriteSerial || context.answer(occupied)?.choice === 'overwrite';
}

/** What is to be written where. The value is null before the serial was read, in a preview. */
const intentSchema = z.object({
  path: z.string(),
  sheet: z.string(),
  cell: z.string(),
  value: z.string().nullable(),
  /** Of the workbook as it was compared; intents from before that have none. */
  sha256: z.string().nullable().default(null),
  /** Of the file that is about to be replaced, and of the one that takes its place. */
  sha256Before: z.string().exactOptional(),
  sha256After: z.string().exactOptional(),
});
type Intent = z.output<typeof intentSchema>;

/** What became of the cell; the file is told only where it was written, and is null where the cell kept what it had. */
const writtenSchema = z.object({
  path: z.string().nullable(),
  sheet: z.string(),
  cell: z.string(),
  value: z.string(),
  written: z.boolean(),
  copy: z.boolean().exactOptional(),
  backupPath: z.string().nullable().exactOptional(),
  sha256: z.string().nullable().exactOptional(),
  sha256Before: z.string().exactOptional(),
  sha256After: z.string().exactOptional(),
});
type Written = z.output<typeof writtenSchema>;
export const writtenBack = outputOf('write-back', writtenSchema);

async function probeWriteBack(
  planning: Planning,
  { sheet, cell }: CellReference,
  context: SiteContextOf<Intent>,
): Promise<ProbeResult<Intent, Written>> {
  const { path } = planning.input.workbook;
  const where = `${sheet}!${cell}`;
  const serial = serialOf(context) ?? (await readSerialNow(context));
  const present = (await context.world.workbook.readCell(path, sheet, cell)) ?? '';
  if (serial === null) {
    return {
      verdict: 'unreadable',
      why: { zh: '执行时才读取序列号', en: 'The serial is read during the run' },
      change: { zh: `将序列号写入${where}`, en: `Write the serial to ${where}` },
      intent: { path, sheet, cell, value: null, sha256: null },
    };
  }
  if (present === serial) {
    const found = { zh: `${where} 已是 ${serial}`, en: `${where} already contains ${serial}` };
    const output = earlierWrite(context, serial) ?? { path, sheet, cell, value: serial, written: false };
    if (!output.written) {
      await warnOfEdits(planning, context);
    }
    return { verdict: 'done', found, output };
  }
  return probeOther({ planning, where, serial, context }, { sheet, cell, present });
}

/** Where the cell holds something else than the serial. */
async function probeOther(
  of: Occupied & { readonly context: SiteContextOf<Intent> },
  { sheet, cell, present }: CellReference & { readonly present: string },
): Promise<ProbeResult<Intent, Written>> {
  const { planning, where, serial, context } = of;
  const { path } = planning.input.workbook;
  const sheetNow = await context.world.workbook.compare({
    ...planning.input.workbook,
    plan: planning.input.plan,
  });
  if (sheetNow.verdict === 'other' && !mayWriteInto(sheetNow, context)) {
    const found = {
      zh: '规划表已是另一份，未写入',
      en: 'The workbook is a different one; nothing was written',
    };
    return { verdict: 'done', found, output: { path: null, sheet, cell, value: serial, written: false } };
  }
  const kept = keptValue(of, present);
  if (kept !== null) {
    return { ...kept, output: { path: null, sheet, cell, value: present, written: false } };
  }
  if (sheetNow.verdict === 'edited' && !sheetNow.isAgreed) {
    context.caveat(editedAndWritten(path));
  }
  return {
    verdict: 'todo',
    found: present === '' ? { zh: '空', en: 'Empty' } : verbatim(present),
    change: { zh: `将 ${serial} 写入${where}`, en: `Write ${serial} to ${where}` },
    intent: { path, sheet, cell, value: serial, sha256: sheetNow.sha256 },
  };
}

interface Occupied {
  readonly planning: Planning;
  readonly where: string;
  readonly serial: string;
  readonly context: SiteContext;
}

/** Where the cell holds another value: null when it may be overwritten, else that a person keeps it; asks when nobody has said. */
function keptValue(
  { planning, where, serial, context }: Occupied,
  present: string,
): { readonly verdict: 'done'; readonly found: Text } | null {
  if (context.answer(occupied)?.choice === 'keep') {
    return { verdict: 'done', found: { zh: `${where} 保留 ${present}`, en: `${where} keeps ${present}` } };
  }
  if (present.trim() === '' || mayOverwrite(planning, context)) {
    return null;
  }
  return context.ask(whetherToOverwrite(where, present, serial));
}

/** Asks about a workbook that is not the one the run was made from; the answer holds for that very file. */
function mayWriteInto({ sha256, differences }: SheetNow, context: SiteContext): boolean {
  const answer = context.answer(anotherWorkbook);
  if (answer?.facts.sha256 === sha256 && answer.choice !== recheck.id) {
    return answer.choice === 'write';
  }
  const list = (side: (row: Difference) => string, mark: string): string => differences.map(side).join(mark);
  const question = asking(anotherWorkbook, {
    reason: 'ask',
    text: {
      zh: `该路径下的规划表已不是本任务所用的那一份（${list(({ field, planned, actual }) => `${field.zh}：原为 ${planned.zh}，现为 ${actual.zh}`, '；')}）。仍将序列号写入这一份？`,
      en: `The workbook at this path is not the one this run was created with (${list(({ field, planned, actual }) => `${field.en}: was ${planned.en}, now ${actual.en}`, '; ')}). Write the serial to it anyway?`,
    },
    facts: { sha256, differences },
    choices: [
      recheck,
      { id: 'write', title: { zh: '仍写入', en: 'Write anyway' }, needsReason: true },
      { id: 'keep', title: { zh: '不写入', en: 'Do not write' }, needsReason: true },
    ],
  });
  return context.ask(question);
}

const editedAndWritten = (path: string): AppError =>
  editedSince(path, {
    zh: '主机、VIP、集群名称等未变，序列号已写入。',
    en: 'Hosts, VIP and cluster name are the same, so the serial was written. ',
  });

/**
 * What this run itself has written at an earlier attempt, which a retry must not forget: by the output of that attempt,
 * or, when the process died before it was kept, by its intent, whose hashes were on disk before the file was replaced.
 */
function earlierWrite(context: SiteContextOf<Intent>, serial: string): Written | null {
  const output = context.output(writtenBack);
  if (output?.written === true && output.value === serial) {
    return output;
  }
  const begun = context.interruptedIntent;
  if (begun?.sha256Before === undefined || begun.value === null) {
    return null;
  }
  return { ...begun, value: begun.value, backupPath: null, copy: false, written: true };
}

function whetherToOverwrite(where: string, present: string, serial: string): Asked {
  return asking(occupied, {
    reason: 'ask',
    text: {
      zh: `${where} 已填 ${present}，集群序列号为 ${serial}。是否覆盖？`,
      en: `${where} contains ${present}; the cluster serial is ${serial}. Overwrite it?`,
    },
    facts: { present, serial },
    choices: [
      { id: 'overwrite', title: { zh: '覆盖', en: 'Overwrite' } },
      { id: 'keep', title: { zh: '保留原值', en: 'Keep the existing value' }, needsReason: true },
    ],
  });
}

function writeBackStep(planning: Planning, anchor: CellReference): SiteStep {
  const { path } = planning.input.workbook;
  const { sheet, cell } = anchor;
  return defineStep({
    ...writtenBack,
    intent: intentSchema,
    title: titleOf('write-back'),
    group: 'serial',
    dependsOn: needs('serial'),
    onFailure: 'warn',
    onCrash: 'probe',
    undo: 'none',
    retry: { ...networkRetry, maximumAttempts: 1 },
    probe: (context) => probeWriteBack(planning, anchor, context),
    async apply(intent, context) {
      const { value, sha256 } = intent;
      if (value === null) {
        throw serialMissing();
      }
      const written = await context.world.workbook.writeCell({
        workbookPath: path,
        expectedSha256: sha256,
        sheet,
        cell,
        value,
        overwrite: mayOverwrite(planning, context),
        // The hashes are on disk before the file is replaced, so our own change is never taken for the customer's.
        beforeReplace: (hashes) => context.checkpoint({ ...intent, ...hashes }),
      });
      if (written.copy) {
        context.caveat(writtenIntoCopy(path, written.path));
      }
      return { ...written, sheet, cell, value, written: true };
    },
  });
}

function writtenIntoCopy(path: string, copy: string): AppError {
  const text = {
    zh: `规划表 ${path} 正被其他程序打开或为只读，未改动；序列号已写入副本 ${copy}。请关闭规划表后重试，或核对后用副本替换原文件。`,
    en: `Workbook ${path} is open in another program or read-only and was not changed; the serial was written to the copy ${copy}. Close the workbook and retry, or check the copy and replace the original with it.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { path, copy } });
}

/** For a run whose own step for it was left out. */
async function readSerialNow({ world, signal, runId }: SiteContext): Promise<string | null> {
  if (runId === 'preview') {
    return null;
  }
  const serial = await world.session.call(signal, () => world.cluster.readSerial({ signal }));
  if (serial === null) {
    throw serialMissing();
  }
  return serial;
}

function serialMissing(): AppError {
  return new AppError('SERIAL_MISSING', {
    zh: '集群的许可信息中没有序列号，请在集群自带的界面中查看，并手工填入规划表。',
    en: 'The license information of the cluster has no serial. Look it up in the cluster console and enter it manually in the workbook.',
  });
}

function serialOf(context: SiteContext): string | null {
  return context.output(serialRead)?.serial ?? null;
}

/** @param before keys of everything that is to be settled before the end of the job begins. */
export function serialCandidates(planning: Planning, before: readonly string[]): readonly Candidate[] {
  const { serialCell } = planning.input;
  const serial: Candidate = { step: serialStep(before), consumes: [] };
  return serialCell === null
    ? [serial]
    : [serial, { step: writeBackStep(planning, serialCell), consumes: [], mentions: ['cluster.serial'] }];
}
