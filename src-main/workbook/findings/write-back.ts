import type { Text } from '../../contract/text.ts';
import { cellAt, holderOf } from '../grid/grid.ts';
import { isPlaceholder } from '../grid/placeholders.ts';
import { isSigned } from '../package/relationships.ts';
import type { WorkbookPackage } from '../package/container.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Problem } from './catalog.ts';
import { placeOf } from './places.ts';

/** Why the serial cannot be written into a workbook, and what to do. Each continues a sentence. */
export interface WriteObstacle {
  readonly reason: Text;
  readonly fix: Text;
}

const byHand: Text = { zh: '部署后手工填写序列号', en: 'Enter the serial manually after the run' };
const saveAgain: Text = {
  zh: '用 Excel 或 WPS 打开并另存为新文件',
  en: 'Open the workbook in Excel or WPS and save it as a new file',
};

/** What of the package as a whole keeps it from being written to. */
export function writeObstaclesOf(workbook: WorkbookPackage): readonly WriteObstacle[] {
  const signed: WriteObstacle = {
    reason: { zh: '规划表带有数字签名', en: 'the workbook has a digital signature' },
    fix: byHand,
  };
  const odd = workbook.oddParts.slice(0, 1).map(({ name, problem }) => ({
    reason: { zh: `部件 ${name} ${problem.zh}`, en: `part ${name} ${problem.en}` },
    fix: saveAgain,
  }));
  return [...(isSigned(workbook) ? [signed] : []), ...odd];
}

/** Rules on the cell the serial goes to: what a run would meet at its end is told at its beginning. */
export function checkWriteBack(draft: SiteDraft, obstacles: readonly WriteObstacle[]): readonly Problem[] {
  const place = draft.layout.anchors.get('serial')?.[0];
  if (place === undefined) {
    return [];
  }
  const at = placeOf(draft, 'serial');
  const blocked = [...obstacles, ...cellObstacle(draft)].map(({ reason, fix }): Problem => ({
    code: 'write-back-blocked',
    at,
    details: { reason, fix },
  }));
  const raw = draft.cluster.serial?.raw.trim() ?? '';
  return isPlaceholder(raw)
    ? [...blocked, { code: 'serial-placeholder', at, details: { value: raw } }]
    : blocked;
}

function cellObstacle({ layout, cluster }: SiteDraft): readonly WriteObstacle[] {
  const place = layout.anchors.get('serial')?.[0];
  if (place === undefined) {
    return [];
  }
  if (cluster.serial?.isPicture === true) {
    return [
      {
        reason: { zh: '单元格是 WPS 嵌入的图片', en: 'the cell holds a WPS embedded image' },
        fix: {
          zh: '删除图片，或部署后手工填写',
          en: 'Remove the image, or enter the serial manually after the run',
        },
      },
    ];
  }
  const formula = cellAt(place.sheet, holderOf(place.sheet, place.value))?.formula ?? null;
  return formula !== null
    ? [{ reason: { zh: '单元格是公式', en: 'the cell holds a formula' }, fix: byHand }]
    : [];
}
