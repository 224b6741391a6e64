/** What people decide about a workbook: corrected cells, ignored findings, the mapping of an unknown revision; and its versions. */
import { readFileSync } from 'node:fs';
import { AppError } from '../../../contract/errors.ts';
import { profileMappingSchema } from '../../../contract/finding.ts';
import type { ImportDocument, MappingProposal, PlanDifference } from '../../../contract/configure.ts';
import { textIn } from '../../../contract/text.ts';
import type { Access } from '../access.ts';
import { type CommandLine, requireWord, secretFromEnvironment } from '../command-line.ts';
import type { Output } from '../output.ts';
import { textsOf } from '../texts.ts';

export interface Deciding {
  readonly access: Access;
  readonly command: CommandLine;
  readonly output: Output;
  /** The workbook as the file it was granted as. */
  readonly request: { readonly file: string; readonly profile?: string };
}

interface Place {
  readonly sheet: string;
  readonly cell: string;
}

/** `SHEET!CELL`, or a range as a finding names it; a sheet's name may hold an exclamation mark itself. */
function placeOf(given: string): Place {
  const at = given.lastIndexOf('!');
  const [sheet, cell] = [given.slice(0, Math.max(at, 0)), given.slice(at + 1).toUpperCase()];
  const isCell = /^[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?$/.test(cell);
  if (sheet !== '' && isCell) {
    return { sheet, cell };
  }
  throw new AppError('USAGE', {
    zh: `单元格要写成 工作表!单元格，例如 主机规划!I19，不能是 ${given}。`,
    en: `A cell must be SHEET!CELL, for example 主机规划!I19, not ${given}.`,
  });
}

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');

function importLines(document: ImportDocument, { language }: CommandLine): readonly string[] {
  const texts = textsOf(language);
  const versions = document.versions.map(
    ({ sha256, profile, seenAt, workbook }) =>
      `${day(seenAt)}  ${sha256}  ${profile}  ${workbook.lastModifiedBy ?? '—'}  ${workbook.modifiedAt ?? '—'}`,
  );
  const overrides = document.overrides.map(
    ({ sheet, cell, value, secret, original, by, reason }) =>
      `${texts.override} ${sheet}!${cell}  ${secret ? '***' : `${original ?? '—'} → ${value ?? '—'}`}  ${by}  ${reason ?? ''}`,
  );
  const ignored = document.ignored.map(
    ({ code, sheet, cell, by, reason }) => `${texts.ignored} ${code} ${sheet}!${cell}  ${by}  ${reason}`,
  );
  return [document.path, ...versions, ...overrides, ...ignored];
}

function showImport({ command, output }: Deciding, document: ImportDocument): number {
  output.answer(document, () => importLines(document, command));
  return 0;
}

/** `plan history <workbook>`: every version that was read, and what was decided about it. */
export async function history(deciding: Deciding): Promise<number> {
  return showImport(deciding, await deciding.access.client.imports.open(deciding.request));
}

/** `plan diff <workbook> [--from SHA256] [--to SHA256]`: by default the version before the last, against the last. */
export async function difference(deciding: Deciding): Promise<number> {
  const { access, command, output, request } = deciding;
  const { id, versions } = await access.client.imports.open(request);
  const version = (given: string | undefined, fromEnd: number): string | undefined =>
    given === undefined
      ? versions.at(-fromEnd)?.sha256
      : versions.find(({ sha256 }) => sha256.startsWith(given.toLowerCase()))?.sha256;
  const [before, after] = [version(command.values.from, 2), version(command.values.to, 1)];
  if (before === undefined || after === undefined) {
    throw new AppError('INPUT_INVALID', {
      zh: '没有可比较的两个版本；用「plan history」查看已读取的版本。',
      en: 'There are no two such versions to compare. List the versions with "plan history".',
    });
  }
  const changes: PlanDifference = await access.client.imports.difference({ id, before, after });
  output.answer({ before, after, changes }, () =>
    changes.map((change) => `${change.path}: ${change.before ?? '—'} → ${change.after ?? '—'}`),
  );
  return 0;
}

/** `plan override <workbook> SHEET!CELL --value V | --secret env:NAME | --restore`. */
export async function override(deciding: Deciding): Promise<number> {
  const { access, command, request } = deciding;
  const { value, secret, restore, reason } = command.values;
  const place = placeOf(requireWord(command, 3, { zh: '单元格', en: 'cell' }));
  if ([value, secret?.[0], restore].filter((given) => given !== undefined).length !== 1) {
    throw new AppError('USAGE', {
      zh: 'plan override 需要 --value、--secret env:NAME、--restore 三者之一。',
      en: 'plan override needs one of --value, --secret env:NAME and --restore.',
    });
  }
  const { imports } = access.client;
  const { id } = await imports.open(request);
  if (restore === true) {
    await imports.removeOverride({ id, ...place });
  } else {
    const given = secret?.[0];
    const password = given === undefined ? null : secretFromEnvironment('--secret', given, process.env);
    if (password !== null && !access.attached) {
      throw forgottenAtOnce();
    }
    await imports.override({
      id,
      ...place,
      value: value ?? null,
      secret: password,
      reason: reason ?? null,
    });
  }
  return showImport(deciding, await imports.show({ id }));
}

/** A password is kept in the owner's memory, and the owner of this command's home is this command. */
function forgottenAtOnce(): AppError {
  return new AppError('USAGE', {
    zh: '密码只保存在内存中，本命令结束后就会丢失；请先用 sitewright serve 保持数据目录打开，或在执行时用 configure --secret 提供。',
    en: 'Passwords are kept in memory only and would be lost when this command ends. Keep the data folder open with sitewright serve first, or provide the password for the run with configure --secret.',
  });
}

/** `plan ignore <workbook> CODE SHEET!CELL --reason TEXT | --restore`. */
export async function ignore(deciding: Deciding): Promise<number> {
  const { access, command, request } = deciding;
  const code = requireWord(command, 3, { zh: '问题代码', en: 'finding code' });
  const place = placeOf(requireWord(command, 4, { zh: '单元格', en: 'cell' }));
  const { imports } = access.client;
  const { id } = await imports.open(request);
  if (command.values.restore === true) {
    await imports.restoreFinding({ id, code, ...place });
  } else {
    await imports.ignoreFinding({ id, code, ...place, reason: command.values.reason ?? '' });
  }
  return showImport(deciding, await imports.show({ id }));
}

function proposalLines({ mapping, findings }: MappingProposal, { language }: CommandLine): readonly string[] {
  const lines = findings.map(
    ({ sheet, cell, message, code }) => `${sheet}!${cell}  ${textIn(message, language)}  (${code})`,
  );
  return [...lines, ...JSON.stringify(mapping, null, 2).split('\n')];
}

/** `plan mapping <workbook>`: how an unknown revision could be read; --confirm FILE.json saves the mapping in that file. */
export async function mapping({ access, command, output, request }: Deciding): Promise<number> {
  const { confirm } = command.values;
  if (confirm === undefined) {
    const proposal = await access.client.plan.propose(request);
    output.answer(proposal, () => proposalLines(proposal, command));
    return 0;
  }
  const confirmed = mappingIn(command.path(confirm));
  await access.client.imports.confirmMapping(confirmed);
  output.answer(confirmed, () => [textsOf(command.language).confirmed(confirmed.id)]);
  return 0;
}

/** The proposal's document, or the mapping out of it alone. */
function mappingIn(path: string): ReturnType<typeof profileMappingSchema.parse> {
  try {
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const inner = (document as { readonly mapping?: unknown }).mapping;
    return profileMappingSchema.parse(inner ?? document);
  } catch (cause) {
    throw new AppError(
      'INPUT_INVALID',
      {
        zh: `${path} 不是可用的映射文件；请用「plan mapping --json」的输出修改得到。`,
        en: `${path} is not a usable mapping file. Create one by editing the output of "plan mapping --json".`,
      },
      { data: { path }, cause },
    );
  }
}
