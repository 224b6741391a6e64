import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { faultOptions, isFaultFound } from '../../../components/fault-options.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { PaceToggles } from '../../../components/PaceToggles.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { useWords } from '../../../words/language.ts';

interface Beginning {
  readonly isUnderWay: boolean;
  readonly onStart: () => void;
}

/** A planning sheet of one's own. */
export function ImportRow({ isUnderWay, onStart }: Beginning): ReactElement {
  const { t } = useTranslation('begin');
  return (
    <div className="begin-row">
      <b>{t('import')}</b>
      <span className="begin-drop quiet">
        <Glyph name="import" /> {t('importHint')}
      </span>
      <Action kind="outline" requested={isUnderWay} shortcut="Ctrl O" onAct={onStart}>
        {t('choose')}
      </Action>
    </div>
  );
}

interface PracticeRowProps extends Beginning {
  readonly fault: string | null;
  readonly onFault: (fault: string | null) => void;
  /** Whether practice begins anew or goes on with what is there; null where nothing is there yet. */
  readonly fresh: boolean | null;
  readonly onFresh: (fresh: boolean) => void;
  /** Nothing waits for an answer: to begin is the page's first act. */
  readonly isFirst: boolean;
}

/** The sample sheet on the practice site. */
export function PracticeRow(props: PracticeRowProps): ReactElement {
  const { fault, onFault, fresh, onFresh, isFirst, isUnderWay, onStart } = props;
  const { t } = useTranslation(['begin', 'common']);
  const words = useWords();
  const faults = useAnswer('faults', (client, signal) => client.practice.faults({}, { signal }));
  return (
    <div className="begin-row">
      <span>
        <span className="mark small">{t('common:practice')}</span>{' '}
        <b className="begin-practice">{t('practiceSite')}</b>
      </span>
      <span className="quiet">{t('practiceHint')}</span>
      <span className="begin-acts">
        <PaceToggles />
        {fresh === null ? null : (
          <Toggles
            label={t('from')}
            value={fresh ? 'fresh' : 'on'}
            onChange={(from) => onFresh(from === 'fresh')}
            choices={[
              { key: 'fresh', title: t('fresh') },
              { key: 'on', title: t('goOn') },
            ]}
          />
        )}
        <Select
          size="small"
          className="begin-fault"
          popupMatchSelectWidth={420}
          showSearch={{ filterOption: isFaultFound }}
          aria-label={t('fault')}
          value={fault ?? ''}
          onChange={(chosen) => onFault(chosen === '' ? null : chosen)}
          options={[
            { value: '', label: t('noFault') },
            ...faultOptions(faults.value ?? [], words, (group) => t(`common:faults.${group}`)),
          ]}
        />
        <Action kind={isFirst ? 'primary' : 'plain'} requested={isUnderWay} shortcut="Ctrl E" onAct={onStart}>
          {t('practice')}
        </Action>
      </span>
    </div>
  );
}
