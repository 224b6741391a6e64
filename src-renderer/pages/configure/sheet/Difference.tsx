import { Drawer } from '../../../components/Modal.tsx';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanDifference } from '../../../../src-main/contract/configure.ts';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import { valuesOf } from '../../../../src-main/contract/plan-words.ts';
import { Action } from '../../../components/Action.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { PlanPath } from '../job/PlanPath.tsx';

interface DifferenceProps {
  readonly isOpen: boolean;
  readonly difference: PlanDifference;
  readonly plan: SitePlan;
  readonly onClose: () => void;
  readonly onOpen: (sheet: string, cell: string) => void;
}

type Line = PlanDifference[number];

const shown = (value: string | null): string => (value === null || value === '' ? '—' : value);

/** What the customer changed since the import before. */
export function Difference({ isOpen, difference, plan, onClose, onOpen }: DifferenceProps): ReactElement {
  const { t } = useTranslation('sheet');
  const valueAt = valuesOf(plan);
  const columns: readonly Column<Line>[] = [
    {
      key: 'what',
      title: t('difference.what'),
      render: ({ path }) => <PlanPath path={path} valueAt={valueAt} />,
    },
    {
      key: 'before',
      title: t('difference.before'),
      widthPx: 120,
      className: 'mono',
      render: ({ before }) => shown(before),
      hover: ({ before }) => shown(before),
    },
    {
      key: 'after',
      title: t('difference.after'),
      widthPx: 120,
      className: 'mono strong',
      render: ({ after }) => shown(after),
      hover: ({ after }) => shown(after),
    },
    {
      key: 'cell',
      title: t('difference.cell'),
      widthPx: 120,
      className: 'mono',
      render({ path }) {
        const at = plan.origins[path];
        return at === undefined ? (
          '—'
        ) : (
          <Action kind="link" onAct={() => onOpen(at.sheet, at.cell)}>
            {at.sheet}!{at.cell}
          </Action>
        );
      },
    },
  ];
  return (
    <Drawer open={isOpen} onCancel={onClose} width={640} title={t('difference.title')}>
      <p className="small quiet">{t('difference.hint')}</p>
      <Table label={t('difference.title')} columns={columns} rows={difference} keyOf={({ path }) => path} />
    </Drawer>
  );
}
