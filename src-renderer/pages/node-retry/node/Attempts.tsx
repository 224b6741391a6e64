import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { nodeActionWords } from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeAttempt } from '../../../../src-main/contract/node-retry.ts';
import { Listed } from '../../../clusters/Listed.tsx';
import type { GlyphName } from '../../../components/Glyph.tsx';
import { Status } from '../../../components/Status.tsx';
import type { Column } from '../../../components/table/Table.tsx';
import { useWords } from '../../../words/language.ts';
import { dayTime, shortDuration } from '../../../words/times.ts';
import { PhaseChange } from '../phase.tsx';

const glyphs: Readonly<Record<NodeAttempt['outcome'], GlyphName>> = {
  begun: 'running',
  followed: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
};

/** Every attempt on the node by runs of this home, the newest one first; also those whose run was deleted. */
export function Attempts({ attempts }: { readonly attempts: readonly NodeAttempt[] }): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const columns: readonly Column<NodeAttempt>[] = [
    {
      key: 'run',
      title: t('attempt.run'),
      widthPx: 84,
      className: 'mono',
      render: ({ run }) => <Link href={`/runs/${run}`}>{run}</Link>,
    },
    {
      key: 'action',
      title: t('attempt.action'),
      widthPx: 92,
      render: ({ action }) => words(nodeActionWords[action]),
    },
    {
      key: 'outcome',
      title: t('attempt.outcome'),
      widthPx: 132,
      render: ({ outcome }) => <Status glyph={glyphs[outcome]}>{t(`outcome.${outcome}`)}</Status>,
    },
    {
      key: 'phases',
      title: t('run.phases'),
      widthPx: 246,
      render: ({ previousPhase, currentPhase }) => <PhaseChange from={previousPhase} to={currentPhase} />,
    },
    {
      key: 'pods',
      title: t('run.deleted'),
      minPx: 180,
      className: 'mono quiet',
      render: ({ podsDeleted }) => (podsDeleted.length === 0 ? '—' : podsDeleted.join(', ')),
    },
    {
      key: 'began',
      title: t('attempt.began'),
      widthPx: 104,
      align: 'end',
      className: 'quiet',
      render: ({ beganAt }) => dayTime(beganAt),
    },
    {
      key: 'took',
      title: t('attempt.took'),
      widthPx: 84,
      align: 'end',
      render: ({ beganAt, endedAt }) => (endedAt === null ? '—' : shortDuration(endedAt - beganAt)),
    },
  ];
  return (
    <Listed
      id="attempts"
      title={t('node.attempts')}
      columns={columns}
      rows={attempts}
      keyOf={({ run, beganAt }) => `${run} ${beganAt}`}
      none={t('node.noAttempts')}
    />
  );
}
