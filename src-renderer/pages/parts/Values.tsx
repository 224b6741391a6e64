import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceRef } from '../../components/SourceRef.tsx';
import { Compare } from '../../components/Compare.tsx';
import { Duration } from '../../components/Duration.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { RunTable } from '../../components/RunTable.tsx';
import { Section } from './Section.tsx';

const stepMs = 1_300;
const runMs = 372_000;

export function Values({ appearance }: { readonly appearance: 'light' | 'dark' }): ReactElement {
  const { t } = useTranslation(['parts', 'common', 'start']);
  const [now] = useState(() => Date.now());
  return (
    <>
      <Section title={t('section.values')}>
        <Compare
          label={t('value.label')}
          heads={{ subject: t('value.subject'), first: t('value.planned'), second: t('value.actual') }}
          rows={[
            ...[{ key: 'vlan', subject: t('value.vlan'), first: '1126', second: '126' }].map((row) => ({
              ...row,
              likeness: 'different' as const,
            })),
            {
              key: 'name',
              subject: t('value.name'),
              first: 'VLAN-1126',
              second: 'VLAN-1126',
              likeness: 'equal',
            },
            {
              key: 'vip',
              subject: t('value.vip'),
              first: '10.0.20.10',
              second: t('value.noActual'),
              likeness: 'unreadable',
            },
          ]}
        />
      </Section>
      <Section title={t('section.references')}>
        <dl className="parts-facts">
          <div>
            <dt>{t('reference.cell')}</dt>
            <dd>
              <SourceRef place="虚拟网络!D14" to="/parts" />
            </dd>
          </div>
          <div>
            <dt>{t('reference.step')}</dt>
            <dd>
              <Duration from={now - stepMs} to={now} />
            </dd>
          </div>
          <div>
            <dt>{t('reference.run')}</dt>
            <dd>
              <Duration from={now - runMs} to={now} form="long" />
            </dd>
          </div>
          <div>
            <dt>{t('reference.live')}</dt>
            <dd>
              <Duration from={now - runMs} to={null} form="long" />
            </dd>
          </div>
        </dl>
      </Section>
      <Section title={t('section.job')}>
        {/* Drawn only: the page has a head of its own, and its landmarks would stand there twice. */}
        <div inert className="parts-wide">
          <PageHead
            title="0147"
            note={t('sample.site')}
            current="run"
            stages={[
              { key: 'preview', title: t('sample.before'), to: '/parts', glyph: 'warning' },
              { key: 'run', title: t('common:stages.run'), to: '/parts' },
              { key: 'report', title: t('start:report'), to: null, glyph: 'unchanged' },
            ]}
          />
        </div>
      </Section>
      <Section title={t('section.table')}>
        <div className="parts-wide">
          <RunTable title={`${t('section.table')} · ${t(`half.${appearance}`)}`} limit={2} />
        </div>
      </Section>
    </>
  );
}
