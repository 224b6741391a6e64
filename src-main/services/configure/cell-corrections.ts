import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { ImportParts } from './open-import.ts';
import type { CellReference } from '../../contract/site-plan.ts';
import type { ImportDocument } from '../../contract/configure.ts';
import { asReadLast } from './files.ts';
import { canonicalPath } from './plan-service.ts';
import type { ConfigureServices } from './configure-services.ts';

interface CorrectionParts {
  readonly services: Pick<ConfigureServices, 'imports' | 'vault' | 'clock'>;
  readonly plans: Pick<ImportParts['plans'], 'tryValue'>;
}

type Corrections = Pick<Application['imports'], 'override' | 'removeOverride'>;

/** Corrections of single cells, kept with the import. Passwords go to the vault, and only ever there. */
export function createCellCorrections({
  services: { imports, vault, clock },
  plans,
}: CorrectionParts): Corrections {
  return {
    async override({ id, sheet, cell, value, secret, reason }, { caller }) {
      if (secret === '') {
        throw new AppError('OVERRIDE_INVALID', {
          zh: `${sheet}!${cell} 缺少密码；请填写密码后再保存。`,
          en: `The password for ${sheet}!${cell} is missing. Enter it, then save again.`,
        });
      }
      const { readCorrectableCellInWorker, refusedCorrection, misfit } =
        await import('../../workbook/index.ts');
      const imported = imports.show(id);
      const { at, original, isPassword } = await readCorrectableCellInWorker(
        await canonicalPath(imported.path),
        { sheet, cell },
        passwordCells(imports, imported),
      );
      const why = misfit(isPassword, secret !== null);
      if (why !== null) {
        throw refusedCorrection(at, why);
      }
      const found = await plans.tryValue(asReadLast(imported), at, secret ?? value);
      if (found.some((one) => one.code === 'override-unused' && isAt(one, at))) {
        throw refusedCorrection(at, notUsed);
      }
      if (secret !== null) {
        vault.keep(`import/${id}`, `${at.sheet}!${at.cell}`, secret);
      }
      imports.override(id, {
        ...at,
        value,
        secret: secret !== null,
        original,
        reason,
        by: caller.by,
        at: clock.now(),
      });
    },
    async removeOverride({ id, sheet, cell }) {
      imports.removeOverride(imports.show(id).id, sheet, cell);
      vault.forget(`import/${id}`, `${sheet}!${cell}`);
    },
  };
}

const notUsed: Text = {
  zh: '规划不使用该单元格，请核对工作表和单元格。',
  en: 'the plan does not use this cell. Check the sheet and the cell.',
};

const isAt = (one: CellReference, other: CellReference): boolean =>
  one.sheet === other.sheet && one.cell === other.cell;

/** Where the plan, as it was read last, has its passwords. */
function passwordCells(
  imports: Pick<ConfigureServices['imports'], 'plan'>,
  { id, versions }: ImportDocument,
): readonly CellReference[] {
  const last = versions.at(-1);
  if (last === undefined) {
    return [];
  }
  return Object.entries(imports.plan(id, last.sha256).origins).flatMap(([path, at]) =>
    path.endsWith('.password') ? [at] : [],
  );
}
