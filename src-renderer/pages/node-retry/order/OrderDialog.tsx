import { AutoComplete } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { controlPlaneWarning } from '../../../../src-main/contract/node-retry-words.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import type { Reading } from '../../../ask/readings.ts';
import type { PreviewDocument } from '../../../../src-main/contract/run.ts';
import { NumberField } from '../../../clusters/NumberField.tsx';
import { pickIn } from '../../../clusters/picked.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Modal } from '../../../components/Modal.tsx';
import { Failed } from '../../../components/State.tsx';
import { tell } from '../../../hooks/toasts.ts';
import { toCallError } from '../../../sync/client.ts';
import { useWords } from '../../../words/language.ts';
import { nodesRoom } from '../room.ts';
import { startedHere } from '../run/started-here.ts';
import { useRefusalToast } from '../toast-words.ts';
import {
  directionOf,
  doubtfulOf,
  orderOf,
  type Draft,
  type DraftProblem,
  type NodeRequest,
} from './draft.ts';
import { planned, type PlannedNode } from './planned.ts';
import { PlannedNodes } from './PlannedNodes.tsx';
import { forgetPreviews, useNodePreview } from './use-node-preview.ts';
import '../nodes.css';

interface FieldsProps {
  readonly draft: Draft;
  readonly problem: DraftProblem | null;
  /** Those that nodes are in by now; another one may be named. */
  readonly clusters: readonly string[];
  readonly onChange: (changes: Partial<Draft>) => void;
}

function Fields({
  draft: { action, nodes, into, atOnce },
  problem,
  clusters,
  onChange,
}: FieldsProps): ReactElement {
  const { t } = useTranslation('nodes');
  return (
    <div className="node-fields">
      {action === 'manage' ? (
        <div className="clusters-option">
          <span aria-hidden="true">{t('order.into')}</span>
          <AutoComplete
            size="small"
            className="node-into"
            aria-label={t('order.into')}
            value={into}
            options={clusters.map((value) => ({ value }))}
            onChange={(typed: string) => onChange({ into: typed })}
          />
          <span className="small faint">{t('order.intoHint')}</span>
        </div>
      ) : null}
      {nodes.length < 2 ? null : (
        <NumberField
          title={t('order.atOnce')}
          hint={t('order.atOnceHint')}
          placeholder={t('order.all')}
          value={atOnce}
          wrong={problem === 'atOnce' ? t('order.because.atOnce') : null}
          onChange={(typed) => onChange({ atOnce: typed })}
        />
      )}
    </div>
  );
}

/** Control planes whose retry will probably come to nothing. */
function Doubts({ draft }: { readonly draft: Draft }): ReactElement | null {
  const words = useWords();
  const names = doubtfulOf(draft).map(({ name }) => name);
  const { t } = useTranslation(['nodes', 'common']);
  return names.length === 0 ? null : (
    <p className="node-warning" role="note">
      <Glyph name="warning" />
      <span>
        <b>{names.join(t('common:separator'))}</b> {words(controlPlaneWarning)}
      </span>
    </p>
  );
}

/** How many will be worked on, how many are refused, and that the ones do not wait for the others. */
function Counts({ rows }: { readonly rows: readonly PlannedNode[] }): ReactElement {
  const { t } = useTranslation('nodes');
  const refused = rows.filter((row) => row.refused !== null).length;
  return (
    <p className="node-counts quiet" role="status">
      {t('order.count', { count: rows.length - refused })}
      {refused === 0 ? null : (
        <>
          {' '}
          <b className="tone-err">{t('order.refused', { count: refused })}</b>
        </>
      )}
    </p>
  );
}

/** The question that the dialog asks. */
function useQuestion({ action, nodes, into }: Draft): string {
  const { t } = useTranslation('nodes');
  if (action === 'retry') {
    return t(`order.ask.${directionOf(nodes)}`);
  }
  return action === 'manage' && into.trim() !== ''
    ? t('order.ask.manageInto', { count: nodes.length, cluster: into.trim() })
    : t(`order.ask.${action}`, { count: nodes.length });
}

/** The key of why it cannot be started now; null where it can. */
function obstacleOf(
  problem: DraftProblem | null,
  { value, error, isUnderWay }: Reading<PreviewDocument>,
  rows: readonly PlannedNode[],
): DraftProblem | 'reading' | 'unread' | 'refused' | null {
  if (problem !== null) {
    return problem;
  }
  if (isUnderWay) {
    return 'reading';
  }
  if (value === null || error !== null) {
    return 'unread';
  }
  return rows.every(({ refused }) => refused !== null) ? 'refused' : null;
}

/** Starts what was ordered, tells that it was accepted or why it was not, and leads to its run. */
function useStarting(connection: string, order: NodeRequest | null): Deed<void> {
  const { t } = useTranslation('nodes');
  const [, go] = useLocation();
  const refusalToast = useRefusalToast();
  return useDeed(async (client) => {
    try {
      const run = await client.runs.start({ kind: 'node-retry', order, confirmed: true });
      startedHere.add(run);
      forgetPreviews(connection);
      pickIn(nodesRoom, connection, []);
      tell('info', t(`toast.started.${order?.action ?? 'retry'}`));
      go(`/runs/${run}`);
    } catch (thrown) {
      const { tone, said } = refusalToast(toCallError(thrown));
      tell(tone, said);
      throw thrown;
    }
  });
}

interface OrderDialogProps {
  readonly connection: Connection;
  readonly draft: Draft;
  readonly clusters: readonly string[];
  readonly onChange: (draft: Draft) => void;
  readonly onClose: () => void;
}

/** Asks before anything is changed, with what would be done to each node; nothing was sent by then. */
export function OrderDialog({
  connection,
  draft,
  clusters,
  onChange,
  onClose,
}: OrderDialogProps): ReactElement {
  const { t } = useTranslation(['nodes', 'common']);
  const { name, kind } = connection;
  const { order, problem } = orderOf(name, draft);
  const preview = useNodePreview(name, draft, order);
  const rows = planned(draft.nodes, preview.value?.steps ?? []);
  const starting = useStarting(name, order);
  const obstacle = obstacleOf(problem, preview, rows);
  const start = (): void => {
    if (obstacle === null && !starting.isUnderWay) {
      void starting.act();
    }
  };
  return (
    <Modal
      open
      width={760}
      title={useQuestion(draft)}
      onCancel={onClose}
      onConfirm={start}
      footer={
        <>
          <div className="node-confirm">
            {kind === 'practice' ? <span className="mark">{t('common:practice')}</span> : null}
            <span className="small quiet" role="status">
              {obstacle === null ? t('order.ready') : t(`order.because.${obstacle}`)}
            </span>
          </div>
          <Action onAct={onClose}>{t('common:cancel')}</Action>
          <Action
            kind="primary"
            requested={starting.isUnderWay}
            disabledBecause={obstacle === null ? null : t(`order.because.${obstacle}`)}
            onAct={start}
          >
            {t('order.confirm')}
          </Action>
        </>
      }
    >
      <Doubts draft={draft} />
      <Fields
        draft={draft}
        problem={problem}
        clusters={clusters}
        onChange={(changes) => {
          starting.forget();
          onChange({ ...draft, ...changes });
        }}
      />
      {starting.error === null ? null : <Failed title={t('order.startFailed')} error={starting.error} />}
      {preview.error === null ? null : (
        <Failed title={t('order.previewFailed')} error={preview.error} onRetry={preview.again} />
      )}
      {preview.value === null ? null : <Counts rows={rows} />}
      <PlannedNodes rows={rows} isBusy={preview.isUnderWay} />
    </Modal>
  );
}
