import type { Application } from '../../api/application.ts';
import type { Imports } from '../../adapters/sqlite/imports.ts';
import { isAppError } from '../../contract/errors.ts';
import type { Finding } from '../../contract/finding.ts';
import type { EditCheck, RunEdit } from '../../contract/run-edits.ts';
import type { CellReference, SitePlan } from '../../contract/site-plan.ts';
import type { Text } from '../../contract/text.ts';
import { type ConfigureInput, effectivePlan, valueAt } from '../../engines/configure/index.ts';
import type { EngineEdits } from '../engine-service.ts';
import type { PlanService } from './plan-service.ts';

interface EditParts {
  readonly plans: Pick<PlanService, 'tryValues'>;
  readonly imports: Pick<Imports, 'find'>;
  readonly override: Application['imports']['override'];
  readonly parse: (stored: unknown) => ConfigureInput;
}

interface PlacedEdit extends RunEdit {
  readonly at: CellReference;
}

const nameOf = ({ sheet, cell }: CellReference): string => `${sheet}!${cell}`;

/** The edits with their cells; without those whose cell holds other values too, which would be lost. */
function placed({ origins }: SitePlan, edits: readonly RunEdit[]): readonly PlacedEdit[] {
  const users = Map.groupBy(Object.entries(origins), ([, at]) => nameOf(at));
  return edits.flatMap((edit) => {
    const at = origins[edit.key];
    return at === undefined || users.get(nameOf(at))?.length !== 1 ? [] : [{ ...edit, at }];
  });
}

const tried = ({ at, value }: PlacedEdit): CellReference & { readonly value: string | null } => ({
  ...at,
  value: value === '' ? null : value,
});

const sameFinding = (one: Finding, other: Finding): boolean =>
  one.code === other.code &&
  one.sheet === other.sheet &&
  one.cell === other.cell &&
  one.message.en === other.message.en;

const onlyByForm = (edits: readonly RunEdit[]): Text => ({
  zh: `${edits.map(({ key }) => key).join('、')} 的新值不能写入规划表的单元格，只检查了格式，且只用于本次任务。`,
  en: `The new value of ${edits.map(({ key }) => key).join(', ')} cannot be entered in a cell of the workbook. Only its format was checked, and it applies to this run only.`,
});

const notReadable = ({ zh, en }: Text): Text => ({
  zh: `规划表无法读取，新值只检查了格式，且只用于本次任务：${zh}`,
  en: `The workbook cannot be read. Only the format of the new values was checked, and they apply to this run only: ${en}`,
});

/** Values that are changed in a run, checked as the cells of its workbook are, and kept there for later runs. */
export function createRunEdits({ plans, imports, override, parse }: EditParts): EngineEdits {
  async function check(input: ConfigureInput, edits: readonly RunEdit[]): Promise<EditCheck> {
    const wanted = effectivePlan({ ...input, edits: [...input.edits, ...edits] });
    const file = { path: input.workbook.path, profile: input.plan.profile };
    const earlier = placed(input.plan, input.edits).filter(
      ({ key }) => !edits.some((one) => one.key === key),
    );
    const now = placed(input.plan, edits);
    const before = await plans.tryValues(file, earlier.map(tried));
    const after = await plans.tryValues(file, [...earlier, ...now].map(tried));
    const findings = after.findings.filter(
      (found) => !before.findings.some((one) => sameFinding(one, found)),
    );
    const isTaken = ({ key, at }: PlacedEdit): boolean =>
      valueAt(after.plan, key) === valueAt(wanted, key) ||
      findings.some((found) => nameOf(found) === nameOf(at));
    const usable = now.filter(isTaken);
    const others = edits.filter(({ key }) => !usable.some((one) => one.key === key));
    const hasImport = imports.find(input.workbook.path) !== null;
    return {
      findings: findings.map((found) => ({
        severity: found.severity,
        place: nameOf(found),
        message: found.message,
      })),
      places: hasImport ? usable.map(({ key, at }) => ({ key, place: nameOf(at) })) : [],
      unchecked: others.length === 0 ? null : onlyByForm(others),
    };
  }

  return {
    async check(stored, edits) {
      const input = parse(stored);
      try {
        return await check(input, edits);
      } catch (thrown) {
        // A value that is refused by its form is; a workbook that is away keeps nobody from going on.
        if (!isAppError(thrown) || thrown.code === 'INPUT_INVALID') {
          throw thrown;
        }
        return { findings: [], places: [], unchecked: notReadable(thrown.text) };
      }
    },
    async keep(stored, edits, { reason, call }) {
      const { plan, workbook } = parse(stored);
      const id = imports.find(workbook.path)?.id;
      if (id === undefined) {
        return;
      }
      for (const edit of placed(plan, edits)) {
        await override({ id, ...tried(edit), secret: null, reason }, call);
      }
    },
  };
}
