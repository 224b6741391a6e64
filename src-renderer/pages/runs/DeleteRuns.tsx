import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { unendedStates } from '../../../src-main/contract/run-states.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Modal } from '../../components/Modal.tsx';
import { Failed } from '../../components/State.tsx';
import { useRuns } from '../../sync/runs.ts';

interface DeleteRunsProps {
  readonly runs: readonly string[];
}

const isLive = ({ state }: RunRow): boolean => (unendedStates as readonly string[]).includes(state);

/** Asks whether these runs are to be deleted with their files, and has it done; never runs that have not ended. */
export function DeleteRuns({ runs }: DeleteRunsProps): ReactElement {
  const { t } = useTranslation(['runs', 'common']);
  const [isAsking, setAsking] = useState(false);
  const live = useRuns((all) =>
    runs.find((id) => {
      const row = all.get(id);
      return row !== undefined && isLive(row);
    }),
  );
  const deleting = useDeed((client) => client.runs.remove({ runs: [...runs] }));
  const act = async (): Promise<void> => {
    if (await deleting.act()) {
      setAsking(false);
    }
  };
  const leave = (): void => {
    setAsking(false);
    deleting.forget();
  };
  const count = runs.length;
  return (
    <>
      <Action
        kind="danger"
        size="small"
        disabledBecause={
          live !== undefined ? t('delete.live', { run: live }) : runs.length === 0 ? t('delete.none') : null
        }
        onAct={() => setAsking(true)}
      >
        {t('delete.ask')}
      </Action>
      <Modal
        open={isAsking}
        title={t('delete.question', { count })}
        onCancel={leave}
        footer={
          <>
            <Action onAct={leave}>{t('common:cancel')}</Action>
            <Action kind="danger" requested={deleting.isUnderWay} onAct={() => void act()}>
              {t('delete.act', { count })}
            </Action>
          </>
        }
      >
        <p>{t('delete.hint')}</p>
        <p className="mono runs-deleted">{[...runs].sort().join(t('common:separator'))}</p>
        {deleting.error === null ? null : <Failed title={t('delete.failed')} error={deleting.error} />}
      </Modal>
    </>
  );
}
