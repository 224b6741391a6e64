import { readFileSync } from 'node:fs';
import type { MappingProposal } from '../../../../contract/configure.ts';
import { AppError } from '../../../../contract/errors.ts';
import { profileMappingSchema } from '../../../../contract/finding.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { openForReading, openForWork, withAccess, type Access } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import type { Output } from '../../output.ts';
import { profile, requestFor, workbook, type WorkbookRequest } from './of-workbook.ts';

interface Asking {
  readonly access: Access;
  readonly command: CommandLine;
  readonly output: Output;
}

const saved = (id: string): Text => ({ zh: `已保存映射 ${id}`, en: `Saved mapping ${id}` });

function proposalLines({ mapping, findings }: MappingProposal, language: Language): readonly string[] {
  const lines = findings.map(
    ({ sheet, cell, message, code }) => `${sheet}!${cell}  ${textIn(message, language)}  (${code})`,
  );
  return [...lines, ...JSON.stringify(mapping, null, 2).split('\n')];
}

type Mapping = ReturnType<typeof profileMappingSchema.parse>;

/** The proposal's document, or the mapping out of it alone. */
function mappingIn(path: string): Mapping {
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

async function propose(request: WorkbookRequest, { access, command, output }: Asking): Promise<number> {
  const proposal = await access.client.plan.propose(request);
  output.answer(proposal, () => proposalLines(proposal, command.language));
  return 0;
}

async function confirm(file: string, { access, command, output }: Asking): Promise<number> {
  const mapping = mappingIn(command.path(file));
  await access.client.imports.confirmMapping(mapping);
  output.answer(mapping, () => [textIn(saved(mapping.id), command.language)]);
  return 0;
}

export const command = defineCommand({
  does: {
    zh: '未知模板版本：给出匹配方案，或保存一份映射',
    en: 'for an unknown template revision: proposes how to read its labels, or keeps a mapping',
  },
  documents: {
    '': '{mapping: {id, basedOn, sheets, headers, anchors}, findings, misses: [{part: sheet|header|anchor, key, wanted, isRequired, sheet, near}], sheets: {titles, wanted, found}, isComplete}',
    '--confirm': 'the mapping',
  },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addOption(
        option(
          '--confirm <FILE.json>',
          {
            zh: '保存该文件中的映射：plan mapping --json 的输出，经人工修改',
            en: 'keeps the mapping in this file: the document of plan mapping --json with your corrections',
          },
          { excludes: ['--profile'] },
        ),
      )
      .addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => (options.confirm === undefined ? openForReading(line) : openForWork(line)),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const asking = { access, command: line, output };
        return options.confirm === undefined ? propose(request, asking) : confirm(options.confirm, asking);
      },
    ),
});
