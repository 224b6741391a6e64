import { Drawer } from '../../../components/Modal.tsx';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanDifference } from '../../../../src-main/contract/configure.ts';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import { valuesOf } from '../job/plan-words.ts';
import { Action } from '../../../components/Action.tsx';
import { PlanPath } from '../job/PlanPath.tsx';

interface DifferenceProps {
  readonly isOpen: boolean;
  readonly difference: PlanDifference;
  readonly plan: SitePlan;
  readonly onClose: () => void;
  readonly onOpen: (sheet: string, cell: string) => void;
}

type Line = PlanDifference[number];

function DifferenceRow({
  line: { path, before, after },
  plan,
  onOpen,
}: { readonly line: Line } & Pick<DifferenceProps, 'plan' | 'onOpen'>): ReactElement {
  const at = plan.origins[path];
  const shown = (value: string | null): string => (value === null || value === '' ? '—' : value);
  return (
    <tr>
      <td>
        <PlanPath path={path} valueAt={valuesOf(plan)} />
      </td>
      <td className="mono" title={shown(before)}>
        {shown(before)}
      </td>
      <td className="mono strong" title={shown(after)}>
        {shown(after)}
      </td>
      <td className="mono">
        {at === undefined ? (
          '—'
        ) : (
          <Action kind="link" onAct={() => onOpen(at.sheet, at.cell)}>
            {at.sheet}!{at.cell}
          </Action>
        )}
      </td>
    </tr>
  );
}

/** What the customer changed since the import before. */
export function Difference({ isOpen, difference, plan, onClose, onOpen }: DifferenceProps): ReactElement {
  const { t } = useTranslation('sheet');
  return (
    <Drawer open={isOpen} onCancel={onClose} width={640} title={t('difference.title')}>
      <p className="small quiet">{t('difference.hint')}</p>
      <table className="rows">
        <thead>
          <tr>
            <th>{t('difference.what')}</th>
            <th style={{ width: 120 }}>{t('difference.before')}</th>
            <th style={{ width: 120 }}>{t('difference.after')}</th>
            <th style={{ width: 120 }}>{t('difference.cell')}</th>
          </tr>
        </thead>
        <tbody>
          {difference.map((line) => (
            <DifferenceRow key={line.path} line={line} plan={plan} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </Drawer>
  );
}
