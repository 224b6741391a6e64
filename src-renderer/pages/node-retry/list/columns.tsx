import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { NodeAction } from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { Age } from '../../../clusters/Age.tsx';
import { addressIn } from '../../../clusters/room.ts';
import { Status } from '../../../components/Status.tsx';
import type { Column } from '../../../components/table/Table.tsx';
import { useWords } from '../../../words/language.ts';
import { shownActions } from '../node-actions.ts';
import { NodeButtons } from '../NodeButtons.tsx';
import { ControlPlaneMark, isPassing, PhaseStatus } from '../phase.tsx';
import { nodesRoom } from '../room.ts';

export const addressOf = (connection: string, node: string): string =>
  `${addressIn(nodesRoom, connection)}/${node}`;

const nothing = <span className="faint">—</span>;

function Machine({ phase }: { readonly phase: string }): ReactElement {
  if (phase === '') {
    return nothing;
  }
  return phase === 'Ready' ? (
    <span className="quiet">{phase}</span>
  ) : (
    <Status glyph="warning">{phase}</Status>
  );
}

/** Why a button is off, beside it: the first reason; of a node that something is done with, that this is so. */
function Reason({ row }: { readonly row: NodeRow }): ReactElement | null {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const because = shownActions(row).find((one) => one.because !== null)?.because ?? null;
  if (because === null) {
    return null;
  }
  return (
    <span className="small faint" title={words(because)}>
      {isPassing(row.phase) ? t('underWay') : words(because)}
    </span>
  );
}

/** The columns of the list. `onTake` is the same function on every drawing. */
export function useNodeColumns(
  connection: string,
  onTake: (action: NodeAction, row: NodeRow) => void,
): readonly Column<NodeRow>[] {
  const { t } = useTranslation('nodes');
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('column.name'),
        widthPx: 184,
        minPx: 120,
        render: ({ name, isControlPlane }) => (
          <>
            <Link className="strong" href={addressOf(connection, name)}>
              {name}
            </Link>
            {isControlPlane ? (
              <>
                {' '}
                <ControlPlaneMark />
              </>
            ) : null}
          </>
        ),
        hover: ({ name }) => name,
        sortBy: ({ name }) => name,
      },
      {
        key: 'phase',
        title: t('column.phase'),
        widthPx: 156,
        render: ({ phase }) => <PhaseStatus phase={phase} />,
        hover: ({ phase }) => phase,
        sortBy: ({ phase }) => phase,
      },
      {
        key: 'failed',
        title: t('column.failed'),
        widthPx: 80,
        align: 'end',
        className: 'quiet',
        render: ({ failedSince }) => (failedSince === null ? nothing : <Age at={failedSince} />),
        sortBy: ({ failedSince }) => failedSince,
      },
      {
        key: 'machine',
        title: t('column.machine'),
        widthPx: 108,
        render: ({ machinePhase }) => <Machine phase={machinePhase} />,
        hover: ({ machinePhase }) => machinePhase,
        sortBy: ({ machinePhase }) => machinePhase,
      },
      {
        key: 'cluster',
        title: t('column.cluster'),
        widthPx: 116,
        className: 'quiet',
        render: ({ cluster }) => cluster ?? nothing,
        hover: ({ cluster }) => cluster ?? undefined,
        sortBy: ({ cluster }) => cluster,
      },
      {
        key: 'workspace',
        title: t('column.workspace'),
        widthPx: 100,
        className: 'quiet',
        render: ({ workspace }) => workspace ?? nothing,
        hover: ({ workspace }) => workspace ?? undefined,
        sortBy: ({ workspace }) => workspace,
      },
      {
        key: 'actions',
        title: t('column.actions'),
        minPx: 280,
        className: 'node-acts-cell',
        render: (row) => (
          <span className="node-acts">
            <NodeButtons row={row} size="small" onTake={(action) => onTake(action, row)} />
            <Reason row={row} />
          </span>
        ),
      },
    ],
    [connection, onTake, t],
  );
}
