import type { Text } from '../../contract/text.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Problem } from './catalog.ts';
import { useOf, usedFields, type UsedField } from './used-fields.ts';

/** Rules on cells that show something else than they store. Password cells tell neither. */
export function checkShownValues(draft: SiteDraft): readonly Problem[] {
  return usedFields(draft)
    .filter(({ field }) => !field.isOverridden && field.text !== '')
    .flatMap((used) => (used.path?.endsWith('.vlanId') === true ? vlanIds(used) : doubtful(used)));
}

function doubtful(used: UsedField): readonly Problem[] {
  const { field, paths: blocks } = used;
  const use = useOf(used);
  if (field.doubt === null || (use === 'secret' && isHiddenText(used))) {
    return [];
  }
  const what = use === 'secret' ? secretDiffers : differenceOf(used);
  return use === 'secret' || use === 'name'
    ? [{ code: 'shown-stored', at: field.at, details: { what }, blocks }]
    : [{ code: 'stored-used', at: field.at, details: { what, value: field.text } }];
}

/** People hide passwords with a format that shows nothing; a text is stored as it was typed. */
const isHiddenText = ({ field }: UsedField): boolean =>
  field.kind === 'text' && field.doubt?.reason === 'hidden';

/** Of a number the site gets the stored one, whatever the format puts around it. */
function vlanIds({ field }: UsedField): readonly Problem[] {
  const what: Text = { zh: `显示为 ${field.raw}`, en: `Displayed as ${field.raw}` };
  return field.kind !== 'number' || field.raw === field.text
    ? []
    : [{ code: 'stored-used', at: field.at, details: { what, value: field.text } }];
}

const secretDiffers: Text = {
  zh: '密码单元格显示的内容与存储的内容可能不同，无法确定密码',
  en: 'The password cell may display something other than what it stores, so the password is uncertain',
};

function differenceOf({ field }: UsedField): Text {
  const { reason, shown, stored } = field.doubt ?? { reason: 'format', shown: null, stored: field.raw };
  if (reason === 'precision') {
    return {
      zh: `数字超过 15 位，Excel 只保留前 15 位，存储为 ${stored}`,
      en: `Excel keeps only 15 digits of a number; stored as ${stored}`,
    };
  }
  if (shown === null) {
    return {
      zh: `无法确定 Excel 如何显示，存储为 ${stored}`,
      en: `It is uncertain how Excel displays this value; stored as ${stored}`,
    };
  }
  return shown === ''
    ? { zh: `单元格不显示内容，存储为 ${stored}`, en: `The cell displays nothing; stored as ${stored}` }
    : { zh: `显示为 ${shown}，存储为 ${stored}`, en: `Displayed as ${shown}, stored as ${stored}` };
}
