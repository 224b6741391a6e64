import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { valuesOf } from '../../../../src-main/contract/plan-words.ts';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import type { GridSheet } from '../../../../src-main/contract/workbook-grid.ts';
import { visible } from '../../../../src-main/contract/visible.ts';
import { inOneLine, usePlanWords } from '../job/plan-words.ts';
import { PlanPath } from '../job/PlanPath.tsx';
import type { Box } from './layout.ts';

interface FieldOfCellProps {
  readonly selected: Box;
  readonly plan: SitePlan;
  readonly unplanned: GridSheet['unplanned'][string] | undefined;
}

const isEmpty = ({ cell, isSecret }: Box): boolean =>
  isSecret ? cell?.kind !== 'secret' : (cell?.text ?? '') === '';

/** What the plan takes from a cell, or would take if its row were filled in; and that it is empty. */
export function FieldOfCell({ selected, plan, unplanned }: FieldOfCellProps): ReactElement {
  const { t } = useTranslation('sheet');
  const planWords = usePlanWords();
  const empty = isEmpty(selected) ? t('editor.notFilled') : '';
  if (selected.input !== null) {
    return (
      <span className="plan-path">
        <PlanPath path={selected.input} valueAt={valuesOf(plan)} />
        <span>{empty}</span>
      </span>
    );
  }
  if (unplanned === undefined) {
    return <>{t('editor.noInput')}</>;
  }
  const { field } = unplanned;
  const network = unplanned.network === null ? null : visible(unplanned.network);
  // The row has no place in the plan; the words of its field are those of any network's.
  const word = planWords(`network.switches[0].networks[0].${field}`, () => network)?.word ?? field;
  return (
    <span className="plan-path" title={`${inOneLine(word, network)}${empty}`}>
      <span>{network === null ? word : `${word} · `}</span>
      {network === null ? null : <span className="cut">{network}</span>}
      <span>{empty}</span>
    </span>
  );
}
