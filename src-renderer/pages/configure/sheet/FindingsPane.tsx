import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDocument } from '../../../../src-main/contract/configure.ts';
import { wordsOfRule } from '../../../../src-main/contract/rule-words.ts';
import type { Finding, Severity } from '../../../../src-main/contract/finding.ts';
import { useWords } from '../../../words/language.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Filter, isFound } from '../../../components/Filter.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { countsOf, groupsOf, keyOf, severities } from './findings.ts';
import { FindingItem } from './FindingItem.tsx';
import { Fold } from './Fold.tsx';
import { glyphOfSeverity } from './Row.tsx';
import { CountMarks } from './SheetTabs.tsx';
import '../../../components/toggles.css';
import './findings.css';

interface PaneProps {
  readonly id: number;
  readonly imported: ImportDocument;
  readonly findings: readonly Finding[];
  readonly titles: readonly string[];
  /** Keys of the findings at the selected cell. */
  readonly highlighted: readonly string[];
  readonly again: () => void;
  readonly onChoose: (finding: Finding) => void;
  readonly onOpen: (sheet: string, cell: string) => void;
}

/** More are not listed: whoever has so many narrows them. */
const mostListed = 300;

/** What is wrong with the workbook, by sheet; then what was corrected, and what is ignored. */
export function FindingsPane(props: PaneProps): ReactElement {
  const { findings, titles, imported, highlighted, onChoose, onOpen } = props;
  const { t } = useTranslation('sheet');
  const words = useWords();
  const [shown, setShown] = useState<ReadonlySet<Severity>>(new Set(severities));
  const [filter, setFilter] = useState('');
  const counts = countsOf(findings);
  const found = findings.filter(
    ({ severity, sheet, cell, message, fix, code }) =>
      shown.has(severity) &&
      isFound(filter, [sheet, cell, words(message), fix === undefined ? '' : words(fix), code]),
  );
  const toggle = (severity: Severity): void => {
    const next = new Set(shown);
    if (!next.delete(severity)) {
      next.add(severity);
    }
    setShown(next);
  };
  const others = imported.overrides.filter(({ sheet, cell }) => isFound(filter, [sheet, cell]));
  return (
    <>
      <div className="findings-tools">
        <div className="toggles" role="group" aria-label={t('pane.severities')}>
          {severities.map((severity) => (
            <button
              key={severity}
              type="button"
              aria-pressed={shown.has(severity)}
              onClick={() => toggle(severity)}
            >
              <Glyph name={glyphOfSeverity[severity]} /> {t(`severity.${severity}`)} {counts[severity]}
            </button>
          ))}
        </div>
        <Filter isMain value={filter} onChange={setFilter} label={t('pane.filter')} widthPx={76} />
      </div>
      <div className="findings-list">
        {found.length === findings.length ? null : (
          <p className="findings-none quiet" role="status">
            {t('pane.hidden', { count: findings.length - found.length })}{' '}
            <Action
              kind="link"
              onAct={() => {
                setShown(new Set(severities));
                setFilter('');
              }}
            >
              {t('pane.showAll')}
            </Action>
          </p>
        )}
        {findings.length === 0 ? (
          <p className="findings-none">
            <Glyph name="unchanged" /> {t('pane.none')}
          </p>
        ) : null}
        {groupsOf(found.slice(0, mostListed), titles).map((group) => (
          <Fold
            key={group.sheet}
            title={group.sheet}
            marks={<CountMarks counts={countsOf(found.filter(({ sheet }) => sheet === group.sheet))} />}
          >
            {group.findings.map((finding) => (
              <FindingItem
                key={keyOf(finding)}
                finding={finding}
                isHighlighted={highlighted.includes(keyOf(finding))}
                onChoose={() => onChoose(finding)}
              />
            ))}
          </Fold>
        ))}
        {found.length > mostListed ? (
          <p className="findings-none quiet">{t('pane.more', { count: found.length - mostListed })}</p>
        ) : null}
        {others.length === 0 ? null : (
          <Fold title={t('pane.corrected')} marks={others.length} isFoldedFirst>
            {others.map(({ sheet, cell, reason, by }) => (
              <li key={`${sheet}!${cell}`} className="finding">
                <button type="button" onClick={() => onOpen(sheet, cell)}>
                  <Glyph name="edit" />
                  <span>
                    <span className="mono tone-accent">
                      {sheet}!{cell}
                    </span>
                    <span className="finding-fix">
                      {[reason ?? '', by].filter((part) => part !== '').join(' · ')}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </Fold>
        )}
        <Ignored {...props} />
      </div>
    </>
  );
}

/** What people decided to leave as it is; each can be taken back. */
function Ignored({ id, imported: { ignored }, again, onOpen }: PaneProps): ReactElement | null {
  const { t } = useTranslation('sheet');
  const words = useWords();
  const ruleOf = (code: string): string => {
    const rule = wordsOfRule(code);
    return rule === null ? code : words(rule);
  };
  const restoring = useDeed<{ code: string; sheet: string; cell: string }>(async (client, finding) => {
    await client.imports.restoreFinding({ id, ...finding });
    again();
  });
  if (ignored.length === 0) {
    return null;
  }
  return (
    <Fold title={t('pane.ignored')} marks={ignored.length} isFoldedFirst>
      {restoring.error === null ? null : (
        <li>
          <Failed title={t('pane.restoreFailed')} error={restoring.error} />
        </li>
      )}
      {ignored.map(({ code, sheet, cell, reason, by }) => (
        <li key={`${code} ${sheet}!${cell}`} className="finding ignored">
          <button type="button" onClick={() => onOpen(sheet, cell)}>
            <Glyph name="skipped" />
            <span>
              <span className="mono tone-accent">
                {sheet}!{cell}
              </span>{' '}
              <span title={code}>{ruleOf(code)}</span>
              <span className="finding-fix">
                {reason} · {by}
              </span>
            </span>
          </button>
          <Action
            kind="link"
            requested={restoring.isUnderWay}
            label={t('pane.restoreOf', { place: `${sheet}!${cell}`, code })}
            onAct={() => void restoring.act({ code, sheet, cell })}
          >
            {t('pane.restore')}
          </Action>
        </li>
      ))}
    </Fold>
  );
}
