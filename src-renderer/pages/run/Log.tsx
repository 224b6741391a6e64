import { Checkbox } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src-main/contract/text.ts';
import { visible } from '../../../src-main/contract/visible.ts';
import { useLanguage } from '../../words/language.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { Action } from '../../components/Action.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Filter } from '../../components/Filter.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Loading } from '../../components/State.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { levels, LogLines } from './LogLines.tsx';
import { isAmiss, useLog, type ShownLine } from './use-log.ts';
import './log.css';

interface LogProps {
  readonly run: string;
  readonly selected: string | null;
}

interface Wanted {
  readonly level: 'all' | 'amiss';
  readonly filter: string;
  readonly step: string | null;
}

function matches(line: ShownLine, { level, filter, step }: Wanted, said: string): boolean {
  if (level === 'amiss' && !isAmiss(line)) {
    return false;
  }
  if (step !== null && line.step !== step) {
    return false;
  }
  return (
    filter === '' || said.toLowerCase().includes(filter) || (line.step ?? '').toLowerCase().includes(filter)
  );
}

/** The log as it grows: each line whole, or 18 pixels high; drawn only where it is looked at. */
export function Log({ run, selected }: LogProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const language = useLanguage();
  const log = useLog(run);
  const [level, setLevel] = useState<Wanted['level']>('all');
  const [filter, setFilter] = useState('');
  const [onlyStep, setOnlyStep] = useState(false);
  const [follows, setFollows] = useState(true);
  const [wraps, setWraps] = useState(true);
  const step = onlyStep ? selected : null;
  const shown = useMemo(() => {
    const { lines } = log;
    if (level === 'all' && filter === '' && step === null) {
      return { lines, count: lines.length };
    }
    const wanted: Wanted = { level, filter: filter.toLowerCase(), step };
    const found = lines.filter((line) => matches(line, wanted, textIn(line.message, language)));
    return { lines: found, count: found.length };
  }, [log, level, filter, step, language]);
  const follow = (): void => setFollows(true);
  useShortcut('f', t('keys.follow'), follow);
  const asText = (): string =>
    shown.lines
      .map(
        (line) =>
          `${new Date(line.atMs).toISOString()} ${levels[line.level]} ${line.step ?? '-'} ${visible(textIn(line.message, language))}`,
      )
      .join('\n');
  return (
    <section className="log" aria-labelledby="run-log">
      <div className="pane-head">
        <h2 id="run-log">{t('log.title')}</h2>
        <Filter value={filter} onChange={setFilter} label={t('log.filter')} widthPx={130} />
        <Toggles
          label={t('log.level')}
          value={level}
          onChange={setLevel}
          choices={[
            { key: 'all', title: t('common:all') },
            { key: 'amiss', title: t('log.amiss', { count: log.amiss }) },
          ]}
        />
        <Checkbox checked={onlyStep} onChange={({ target }) => setOnlyStep(target.checked)}>
          {t('log.onlyStep')}
        </Checkbox>
        <Checkbox checked={wraps} onChange={({ target }) => setWraps(target.checked)}>
          {t('log.wrap')}
        </Checkbox>
        <span className="grow" />
        <span>{t('log.lines', { count: shown.count })}</span>
        <CopyButton text={asText} />
        <Action size="small" kind={follows ? 'outline' : 'plain'} shortcut="F" onAct={follow}>
          <Glyph name="follow" /> {t('log.follow')}
        </Action>
      </div>
      {shown.count > 0 || log.error !== null ? null : log.isRead ? (
        <p className="log-none quiet">{t('log.none')}</p>
      ) : (
        <Loading />
      )}
      {log.error === null ? null : (
        <p className="quiet log-error" role="alert">
          <Glyph name="warning" /> {textIn(log.error.text, language)}
        </p>
      )}
      <LogLines
        key={String(wraps)}
        wraps={wraps}
        follows={follows}
        lines={shown.lines}
        count={shown.count}
        onLeave={() => setFollows(false)}
      />
    </section>
  );
}
