import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedStep, RunRow } from '../../../../src-main/contract/run.ts';
import { CellRef } from '../job/CellRef.tsx';
import { useImportOf } from '../job/use-import.ts';
import { sheetAddress } from '../preview/Cells.tsx';

interface StepCellsProps {
  readonly run: RunRow;
  readonly planned: PlannedStep;
}

/** The cells that a step works from; each leads to its place in the sheet where that was imported here. */
export function StepCells({ run, planned: { cells } }: StepCellsProps): ReactElement | null {
  const { t } = useTranslation('configure');
  const importId = useImportOf(run.id);
  if (cells.length === 0) {
    return null;
  }
  return (
    <>
      <dt>{t('cells')}</dt>
      <dd className="step-cells">
        {cells.map((place) => (
          <CellRef
            key={`${place.sheet}!${place.cell}`}
            sheet={place.sheet}
            cell={place.cell}
            to={importId === undefined ? null : sheetAddress(importId, place)}
          />
        ))}
      </dd>
    </>
  );
}
