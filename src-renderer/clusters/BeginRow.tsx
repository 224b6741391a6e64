import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Action } from '../components/Action.tsx';
import { Failed } from '../components/State.tsx';
import type { ClusterRoom } from './room.ts';
import { useOpenPractice } from './use-practice.ts';

interface BeginRowProps {
  readonly room: ClusterRoom;
  readonly title: string;
  readonly hint: string;
  /** What the two ways are called: to the practice cluster, and to one's own. */
  readonly practice: string;
  readonly choose: string;
}

/** A row of the start page: what is in a cluster, and that of the practice cluster one click away. */
export function BeginRow({ room, title, hint, practice, choose }: BeginRowProps): ReactElement {
  const { t } = useTranslation('clusters');
  const [, go] = useLocation();
  const opening = useOpenPractice(room);
  return (
    <>
      <div className="begin-row">
        <b>{title}</b>
        <span className="quiet">{hint}</span>
        <span className="begin-acts">
          <Action requested={opening.isUnderWay} onAct={() => void opening.act()}>
            {practice}
          </Action>
          <Action onAct={() => go(room.to)}>{choose}</Action>
        </span>
      </div>
      {opening.error === null ? null : <Failed title={t('choose.failed')} error={opening.error} />}
    </>
  );
}
