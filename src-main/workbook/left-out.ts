import type { CellReference } from '../contract/site-plan.ts';
import { verbatim, type Text } from '../contract/text.ts';
import { spanOf } from './findings/cells.ts';
import { cellName, rangeName } from './grid/cell-address.ts';
import type { CellReader } from './grid/cell-reader.ts';
import type { SiteDraft } from './plan/draft.ts';

/** Something that stands in the workbook and is not in the plan. */
export interface LeftOut {
  readonly subject: Text;
  /** A cell or a range. */
  readonly cell: CellReference;
  readonly because: Text;
  /** A row of the template that nobody filled in: nothing is missing for it. */
  readonly isTemplateRow: boolean;
}

const unnamed: Text = { zh: '未命名网络', en: 'unnamed network' };
const halfFilled: Text = { zh: '未填写 VLAN、网段或名称', en: 'VLAN ID, subnet or name is empty' };
const createdElsewhere: Text = {
  zh: '不是业务网络，本工具不创建；请在集群上核对',
  en: 'not a business network, so it is not created here; check it on the cluster',
};
const prefilled: Text = { zh: '只有预填内容，不是主机', en: 'prefilled row, not a host' };

/** What was read and left out of the plan, and why. */
export function leftOutOf(draft: SiteDraft, reader: CellReader): readonly LeftOut[] {
  return [
    ...draft.halfFilled.map(({ fields, role }) => ({
      subject: fields.name.text === '' ? unnamed : verbatim(fields.name.text),
      cell: spanOf([fields.name, fields.vlanId, fields.subnet].filter((field) => field.isLocated)),
      because: role === 'business' ? halfFilled : createdElsewhere,
      isTemplateRow: false,
    })),
    ...notBusiness(draft),
    ...prefilledHosts(draft, reader),
  ];
}

/** Of the other switches, the network that each was made for is there since the deployment; of the rest nobody knows. */
function notBusiness({ switches }: SiteDraft): readonly LeftOut[] {
  const others = switches.flatMap(({ role, networks }) => {
    if (role === 'business') {
      return [];
    }
    return role === 'backup' ? networks : networks.slice(1);
  });
  return others.map(({ fields }) => ({
    subject: verbatim(fields.name.text),
    cell: spanOf([fields.name, fields.vlanId, fields.subnet].filter((field) => field.isLocated)),
    because: createdElsewhere,
    isTemplateRow: false,
  }));
}

function prefilledHosts(draft: SiteDraft, reader: CellReader): readonly LeftOut[] {
  const table = draft.layout.tables.get('hosts');
  const column = table?.columns.get('number');
  if (table === undefined || column === undefined) {
    return [];
  }
  const runs: number[][] = [];
  for (const row of draft.emptyHostRows) {
    const run = runs.at(-1);
    if (!table.sheet.cells.has(cellName({ row, column }))) {
      continue;
    }
    if (run?.at(-1) === row - 1) {
      run.push(row);
    } else {
      runs.push([row]);
    }
  }
  return runs.map((run) => {
    const [top, bottom] = [run[0] ?? 0, run.at(-1) ?? 0];
    const numberAt = (row: number): string => reader.read(table.sheet, { row, column }).text;
    const numbers = top === bottom ? numberAt(top) : `${numberAt(top)}–${numberAt(bottom)}`;
    return {
      subject: { zh: `主机 ${numbers}`, en: `Hosts ${numbers}` },
      cell: { sheet: table.sheet.title, cell: rangeName({ top, bottom, left: column, right: column }) },
      because: prefilled,
      isTemplateRow: true,
    };
  });
}
