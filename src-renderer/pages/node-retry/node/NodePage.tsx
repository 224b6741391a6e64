import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { nodeActionWords } from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeRow, NodeSight } from '../../../../src-main/contract/node-retry.ts';
import { nodePhaseWord } from '../../../../src-main/contract/node-retry-words.ts';
import { Age } from '../../../clusters/Age.tsx';
import { addressIn } from '../../../clusters/room.ts';
import { RunsOf } from '../../../clusters/RunsOf.tsx';
import { useClusterInBar } from '../../../clusters/use-cluster.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { ObjectPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { shownDocument, useWords } from '../../../words/language.ts';
import { dayTime } from '../../../words/times.ts';
import { Line, Section } from '../../settings/Section.tsx';
import { clustersOf } from '../list/conditions.ts';
import { shownActions } from '../node-actions.ts';
import { NodeButtons } from '../NodeButtons.tsx';
import { useOrdering } from '../order/use-ordering.tsx';
import { ControlPlaneMark, PhaseStatus } from '../phase.tsx';
import { nodesRoom } from '../room.ts';
import { Attempts } from './Attempts.tsx';
import { Evidence } from './Evidence.tsx';
import { useNode } from './use-node.ts';
import '../nodes.css';

/** What can be done with it now, and why the rest cannot. */
function Possible({ row }: { readonly row: NodeRow }): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  return (
    <Section id="possible" title={t('column.actions')}>
      {shownActions(row).map(({ action, because }) => (
        <Line key={action} name={words(nodeActionWords[action])}>
          {because === null ? (
            <span>
              <Glyph name="unchanged" /> {t('node.possible')}
            </span>
          ) : (
            <span className="quiet">{words(because)}</span>
          )}
        </Line>
      ))}
    </Section>
  );
}

function Facts({ row, hostName }: { readonly row: NodeRow; readonly hostName: string | null }): ReactElement {
  const { t } = useTranslation('nodes');
  const { phase, failedSince, machinePhase, cluster, workspace } = row;
  const word = useWords()(nodePhaseWord(phase));
  return (
    <Section id="facts" title={t('node.state')}>
      <Line name={t('column.phase')}>
        <PhaseStatus phase={phase} />
        {word === phase ? null : <span className="mono small faint">{phase}</span>}
      </Line>
      {failedSince === null ? null : (
        <Line name={t('column.failed')}>
          <span>
            {dayTime(failedSince)}{' '}
            <span className="quiet">
              <Age at={failedSince} />
            </span>
          </span>
        </Line>
      )}
      <Line name={t('column.machine')}>{machinePhase === '' ? '—' : machinePhase}</Line>
      <Line name={t('node.hostName')}>
        <span className="mono">{hostName ?? '—'}</span>
      </Line>
      <Line name={t('column.cluster')}>{cluster ?? t('unset')}</Line>
      <Line name={t('column.workspace')}>{workspace ?? t('unset')}</Line>
    </Section>
  );
}

function Shown({ sight, live }: { readonly sight: NodeSight; readonly live: NodeRow | null }): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const row = live ?? sight;
  return (
    <>
      {sight.warning === null ? null : (
        <p className="node-warning" role="note">
          <Glyph name="warning" />
          <span>{words(sight.warning)}</span>
        </p>
      )}
      <div className="node-beside">
        <Facts row={row} hostName={sight.hostName} />
        <Possible row={row} />
      </div>
      <Evidence evidence={sight.evidence} />
      <Attempts attempts={sight.attempts} />
      <RunsOf target={sight.target} title={t('node.runs')} none={t('node.noRuns')} />
    </>
  );
}

interface NodePageProps {
  readonly connection: Connection;
  readonly name: string;
}

/** One node: how it stands, what is there of its failure, what was tried before, and what can be done with it. */
export function NodePage({ connection, name }: NodePageProps): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const { asked, live, all } = useNode(connection.name, name);
  const { take, dialog } = useOrdering(
    connection,
    useMemo(() => clustersOf(all), [all]),
  );
  useClusterInBar(connection);
  const sight = useMemo(() => (asked.value === null ? null : shownDocument(asked.value)), [asked.value]);
  const row = live ?? sight;
  const isThere = row !== null && asked.error === null;
  useShortcut(isThere && row.actions.retry.allowed ? 'r' : null, words(nodeActionWords.retry), () => {
    if (row !== null) {
      take('retry', [row]);
    }
  });
  return (
    <ObjectPage
      head={
        <PageHead
          title={name}
          note={
            row === null ? undefined : (
              <span className="node-note">
                <PhaseStatus phase={row.phase} />
                {row.isControlPlane ? <ControlPlaneMark /> : null}
              </span>
            )
          }
        >
          <Link href={addressIn(nodesRoom, connection.name)}>{t('node.back')}</Link>
          {isThere ? <NodeButtons row={row} size="normal" onTake={(action) => take(action, [row])} /> : null}
        </PageHead>
      }
    >
      <div className="settings-page clusters-page">
        {asked.error === null ? null : (
          <Failed title={t('node.failed', { node: name })} error={asked.error} onRetry={asked.again} />
        )}
        {sight === null ? asked.error === null ? <Loading /> : null : <Shown sight={sight} live={live} />}
      </div>
      {dialog}
    </ObjectPage>
  );
}
