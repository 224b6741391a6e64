import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../words/language.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { faultOptions, isFaultFound } from '../../components/fault-options.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { PaceToggles } from '../../components/PaceToggles.tsx';
import { Toggles } from '../../components/Toggles.tsx';

interface Beginning {
  readonly isUnderWay: boolean;
  readonly start: () => void;
}

interface BeginProps {
  readonly fault: string | null;
  readonly onFault: (fault: string | null) => void;
  /** Whether practice begins anew or goes on with what is there; null where nothing is there yet. */
  readonly fresh: boolean | null;
  readonly onFresh: (fresh: boolean) => void;
  readonly practice: Beginning;
  readonly importing: Beginning;
  /** Nothing waits for an answer: to begin is the page's first act. */
  readonly isFirst: boolean;
}

/** The ways to begin: a sheet of one's own, or the practice site one click away. */
export function Begin({
  fault,
  onFault,
  fresh,
  onFresh,
  practice,
  importing,
  isFirst,
}: BeginProps): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const words = useWords();
  const faults = useAnswer('faults', (client, signal) => client.practice.faults({}, { signal }));
  return (
    <section aria-labelledby="begin">
      <div className="section-head">
        <h2 id="begin">{t('begin.title')}</h2>
      </div>
      <div className="begin-row">
        <b>{t('begin.import')}</b>
        <span className="begin-drop quiet">
          <Glyph name="import" /> {t('begin.importHint')}
        </span>
        <Action kind="outline" requested={importing.isUnderWay} shortcut="Ctrl O" onAct={importing.start}>
          {t('begin.choose')}
        </Action>
      </div>
      <div className="begin-row">
        <span>
          <span className="mark small">{t('common:practice')}</span>{' '}
          <b className="begin-practice">{t('begin.practiceSite')}</b>
        </span>
        <span className="quiet">{t('begin.practiceHint')}</span>
        <span className="begin-acts">
          <PaceToggles />
          {fresh === null ? null : (
            <Toggles
              label={t('begin.from')}
              value={fresh ? 'fresh' : 'on'}
              onChange={(from) => onFresh(from === 'fresh')}
              choices={[
                { key: 'fresh', title: t('begin.fresh') },
                { key: 'on', title: t('begin.goOn') },
              ]}
            />
          )}
          <Select
            size="small"
            className="begin-fault"
            popupMatchSelectWidth={420}
            showSearch={{ filterOption: isFaultFound }}
            aria-label={t('begin.fault')}
            value={fault ?? ''}
            onChange={(chosen) => onFault(chosen === '' ? null : chosen)}
            options={[
              { value: '', label: t('begin.noFault') },
              ...faultOptions(faults.value ?? [], words, (group) => t(`common:faults.${group}`)),
            ]}
          />
          <Action
            kind={isFirst ? 'primary' : 'plain'}
            requested={practice.isUnderWay}
            shortcut="Ctrl E"
            onAct={practice.start}
          >
            {t('begin.practice')}
          </Action>
        </span>
      </div>
    </section>
  );
}
