import { Checkbox } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { totalLines, type Totals } from '../../../../src-main/contract/preview-scope.ts';
import type { SheetDecision } from '../../../../src-main/contract/sheet-decisions.ts';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import type { PreviewDocument } from '../../../../src-main/contract/run.ts';
import type { CellReference } from '../../../../src-main/contract/site-plan.ts';
import { visible } from '../../../../src-main/contract/visible.ts';
import { useWords } from '../../../words/language.ts';
import { clockTime } from '../../../words/times.ts';
import { Action } from '../../../components/Action.tsx';
import { CellRef } from '../job/CellRef.tsx';
import { Glyph, type GlyphName } from '../../../components/Glyph.tsx';
import { glyphOfItem, glyphOfLook } from '../preflight/items.ts';
import { sheetAddress } from './Cells.tsx';
import { objectOf } from '../../../words/step-object.ts';

function Line({
  glyph,
  children,
}: {
  readonly glyph: GlyphName;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <li>
      <Glyph name={glyph} />
      <span>{children}</span>
    </li>
  );
}

function Count({
  glyph,
  title,
  count,
  isGrave = false,
}: {
  readonly glyph: GlyphName;
  readonly title: string;
  readonly count: number;
  readonly isGrave?: boolean;
}): ReactElement {
  return (
    <div>
      <dt>
        <Glyph name={glyph} />
        {title}
      </dt>
      <dd className={isGrave && count > 0 ? 'tone-warn' : undefined}>{count}</dd>
    </div>
  );
}

type LeftOut = PreviewDocument['leftOut'][number];

interface Told {
  readonly subject: string;
  readonly because: string;
  readonly cell: CellReference | null;
}

/** What the sheet leaves out has its cells as key; a step is named by what it is about. */
function tell({ key, because, title, cells }: LeftOut, words: ReturnType<typeof useWords>): Told {
  const object = key.includes('!') ? null : objectOf({ key, group: key.split(':')[0] ?? '' });
  const subject = object ?? (title === undefined ? key : words(title));
  return { subject, because: words(because), cell: cells?.[0] ?? null };
}

function LeftOutList({
  importId,
  leftOut,
}: {
  readonly importId: number;
  readonly leftOut: readonly LeftOut[];
}): ReactElement {
  const { t } = useTranslation('preview');
  const words = useWords();
  if (leftOut.length === 0) {
    return <p className="preview-none quiet">{t('side.nothingLeftOut')}</p>;
  }
  return (
    <ul className="preview-left-out">
      {leftOut.map((one) => {
        const { subject, because, cell } = tell(one, words);
        return (
          <li key={one.key}>
            <span className="preview-left-out-head">
              <Glyph name="skipped" />
              <span className="cut" title={subject}>
                {subject}
              </span>
              {cell === null ? null : <CellRef {...cell} to={sheetAddress(importId, cell)} />}
            </span>
            <span className="quiet">{because}</span>
          </li>
        );
      })}
    </ul>
  );
}

const decisionGlyphs = {
  override: 'edit',
  password: 'lock',
  ignored: 'info',
} as const satisfies Readonly<Record<SheetDecision['what'], GlyphName>>;

/** The plan is another one than the file says: by whom, and why. */
function Decisions({
  importId,
  decided,
}: {
  readonly importId: number;
  readonly decided: readonly SheetDecision[];
}): ReactElement {
  const words = useWords();
  return (
    <ul className="preview-left-out">
      {decided.map(({ what, kind, at, subject, before, after, reason, by }) => (
        <li key={`${kind.en} ${typeof subject === 'string' ? subject : subject.en}`}>
          <span className="preview-left-out-head">
            <Glyph name={decisionGlyphs[what]} />
            <span className="cut">{words(kind)}</span>
            <CellRef {...at} to={sheetAddress(importId, at)} />
          </span>
          {typeof subject === 'string' ? null : <span>{words(subject)}</span>}
          {before === null && after === null ? null : (
            <span>
              {visible(before ?? '—')} → <b>{visible(after ?? '—')}</b>
            </span>
          )}
          <span className="quiet">
            {[reason, by].flatMap((part) => (part === null ? [] : [visible(part)])).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether the next look may log in to the hosts; off until a person ticks it. */
export interface Logins {
  readonly isAsked: boolean;
  readonly ask: (isAsked: boolean) => void;
}

interface BeforeProps {
  readonly importId: number;
  readonly readAt: number | null;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly isUnderWay: boolean;
  readonly items: readonly PreflightItem[] | null;
  readonly logins: Logins;
}

const namedAtMost = 6;

/** What a look around said, shortly: only what is not in order. */
function Before(props: BeforeProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const words = useWords();
  const { importId, readAt, onAgain, onStop, isUnderWay, items, logins } = props;
  const amiss = items?.filter(({ verdict }) => verdict === 'error' || verdict === 'warning') ?? [];
  const fine = items?.filter(({ verdict }) => verdict === 'ok').length ?? 0;
  const unknown = items?.filter(({ verdict }) => verdict === 'unknown').length ?? 0;
  const to = `/configure/sheets/${importId}/preflight`;
  return (
    <ul className="preview-before">
      {readAt === null ? null : (
        <Line glyph="unchanged">
          {t('side.readAt', { time: clockTime(readAt) })}{' '}
          <Action kind="link" requested={isUnderWay} onAct={onAgain}>
            {t('side.again')}
          </Action>
          {isUnderWay ? (
            <>
              {' '}
              <Action kind="link" onAct={onStop}>
                {t('common:stopReading')}
              </Action>
            </>
          ) : null}
        </Line>
      )}
      {items === null ? (
        <Line glyph="pending">
          {t('side.notLooked')} <Link href={to}>{t('bar.preflight')}</Link>
        </Line>
      ) : (
        <>
          <Line glyph={glyphOfLook(items)}>
            {t('side.fine', { count: fine, all: items.length })} <Link href={to}>{t('side.allItems')}</Link>
          </Line>
          {amiss.slice(0, namedAtMost).map((item) => (
            <Line key={`${item.code} ${item.subject}`} glyph={glyphOfItem(item)}>
              {words(item.message)}
            </Line>
          ))}
          {unknown === 0 ? null : <Line glyph="skipped">{t('side.unknown', { count: unknown })}</Line>}
        </>
      )}
      <Line glyph="lock">
        {t('side.noLogins')}
        <Checkbox checked={logins.isAsked} onChange={({ target }) => logins.ask(target.checked)}>
          {t('side.tryLogins')}
        </Checkbox>
      </Line>
    </ul>
  );
}

interface SidePaneProps extends BeforeProps {
  readonly totals: Totals;
  readonly leftOut: readonly LeftOut[];
  readonly decided: readonly SheetDecision[];
}

/** How a line of the totals looks. */
const looks = {
  steps: { glyph: 'pending' },
  same: { glyph: 'unchanged' },
  changes: { glyph: 'change' },
  final: { glyph: 'final', isGrave: true },
  unreadable: { glyph: 'skipped' },
  blocked: { glyph: 'warning', isGrave: true },
} as const satisfies Readonly<Record<keyof Totals, { glyph: GlyphName; isGrave?: boolean }>>;

/** What it comes to, what is not done and why, what was decided about the workbook, and what to know before the start. */
export function SidePane({ totals, leftOut, decided, ...before }: SidePaneProps): ReactElement {
  const { t } = useTranslation('preview');
  const words = useWords();
  return (
    <aside className="preview-side" aria-label={t('side.title')}>
      <div className="pane-head">
        <h2>{t('side.totals')}</h2>
      </div>
      <dl className="preview-totals">
        {totalLines(totals).map(({ key, title, count }) => (
          <Count key={key} title={words(title)} count={count} {...looks[key]} />
        ))}
      </dl>
      <div className="pane-head">
        <h2>{t('side.leftOut')}</h2>
        <span>{leftOut.length}</span>
      </div>
      <LeftOutList importId={before.importId} leftOut={leftOut} />
      {decided.length === 0 ? null : (
        <>
          <div className="pane-head">
            <h2>{t('side.decided')}</h2>
            <span>{decided.length}</span>
          </div>
          <Decisions importId={before.importId} decided={decided} />
        </>
      )}
      <div className="pane-head">
        <h2>{t('side.before')}</h2>
      </div>
      <Before {...before} />
    </aside>
  );
}
