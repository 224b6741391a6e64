import type { Text } from '../../contract/text.ts';
import type { SiteDraft } from '../plan/draft.ts';
import { isBroken, type Field } from '../plan/field.ts';
import { usedFields } from './used-fields.ts';
import type { Miss } from '../profiles/layout.ts';
import { sheetKeys } from '../profiles/profile.ts';
import type { Problem } from './catalog.ts';

/** Rules on the cells and sheets as such: formulas, dates, protection, labels. */
export function checkSheets(draft: SiteDraft): readonly Problem[] {
  const fields = usedFields(draft);
  return [
    // Nothing is read from the serial's cell; that it cannot be written has a rule of its own.
    ...fields
      .filter(({ field, path }) => isBroken(field) && path !== 'cluster.serial')
      .map(({ field, paths }) => brokenFormula(field, paths)),
    ...fields
      .filter(({ field }) => field.kind === 'date' || field.kind === 'boolean')
      .map(({ field, path }) => ({
        code: 'date-value' as const,
        at: field.at,
        details: {
          value: path?.endsWith('.password') === true ? '***' : field.raw,
          what: field.kind === 'date' ? aDate : aBoolean,
        },
      })),
    ...fields
      .filter(({ field }) => field.volatile !== null && field.text !== '')
      .map(({ field }) => ({
        code: 'volatile-value' as const,
        at: field.at,
        details: { value: field.volatile ?? '' },
      })),
    ...draft.unusedOverrides.map((at) => ({ code: 'override-unused' as const, at })),
    ...draft.layout.misses
      .filter((miss) => miss.near !== null || miss.isRequired)
      .map((miss) => describeMiss(miss)),
    ...sheetKeys.flatMap((key) => {
      const sheet = draft.layout.sheets.get(key);
      return sheet?.isProtected === true
        ? [{ code: 'sheet-protected' as const, at: { sheet: sheet.title, cell: 'A1' } }]
        : [];
    }),
  ];
}

function brokenFormula(field: Field, blocks: readonly string[]): Problem {
  const reason: Text =
    field.kind === 'error'
      ? { zh: `公式错误 ${field.raw}`, en: `Formula error ${field.raw}` }
      : { zh: '公式没有保存计算结果', en: 'The formula has no saved result' };
  const details = field.isPicture
    ? { reason: aPicture, fix: typeItIn }
    : { reason, fix: { zh: '在 Excel 中重新计算并保存', en: 'Recalculate and save in Excel' } };
  return { code: 'formula-error', at: field.at, details, blocks };
}

const aDate: Text = { zh: '日期', en: 'a date' };
const aBoolean: Text = { zh: '逻辑值', en: 'TRUE or FALSE' };
const aPicture: Text = {
  zh: '单元格是 WPS 嵌入的图片，无法读出文字',
  en: 'The cell holds a WPS embedded image and has no text to read',
};
const typeItIn: Text = { zh: '删除图片，填写文字', en: 'Remove the image and type the value' };

const partNames: Readonly<Record<Miss['part'], Text>> = {
  sheet: { zh: '工作表', en: 'sheet' },
  header: { zh: '列', en: 'column' },
  anchor: { zh: '标签', en: 'label' },
};

/** A label the profile knows and the workbook does not have, with what comes close to it. */
export function describeMiss(miss: Miss, titles: readonly string[] = []): Problem {
  const { near } = miss;
  const where = near === null || near.cell === null ? '' : ` ${near.cell}`;
  return {
    code: miss.isRequired ? 'label-missing' : 'label-reworded',
    at: { sheet: miss.sheet ?? near?.text ?? miss.wanted, cell: near?.cell ?? 'A1' },
    details: {
      part: partNames[miss.part],
      wanted: miss.wanted,
      near:
        near === null
          ? thereAre(miss, titles)
          : {
              zh: `；最接近的是${where}「${near.text}」`,
              en: `; closest: “${near.text}”${near.cell === null ? '' : ` in ${near.cell}`}`,
            },
    },
  };
}

/** For a sheet that nothing comes close to, what the workbook has instead. */
function thereAre({ part }: Miss, titles: readonly string[]): Text {
  return part === 'sheet' && titles.length > 0
    ? { zh: `；现有工作表：${titles.join('、')}`, en: `; sheets in the workbook: ${titles.join(', ')}` }
    : { zh: '', en: '' };
}
