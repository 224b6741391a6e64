import { useMemo, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../src-main/contract/finding.ts';
import { useSite } from '../../app/bar.ts';
import { whoseSite } from '../../app/job.ts';
import { useLastRuns } from '../../app/last-run.ts';
import { fileNameOf } from '../../app/save-file.ts';
import { siteAddress, useOwnPracticeAddress } from '../../app/practice-address.ts';
import { useOrder } from '../../app/orders.ts';
import { showCell, useSheetPlace } from '../../app/sheet-places.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { JobHead } from '../../components/JobHead.tsx';
import type { SheetState } from './ask.ts';
import { addressOf, placeOf } from './cells.ts';
import type { Place } from './cells.ts';
import { Difference } from './Difference.tsx';
import { Editor } from './Editor.tsx';
import { countsOf, findingsAt, groupsOf, keyOf, marksOf, nextOf, worstOf } from './findings.ts';
import { FindingsPane } from './FindingsPane.tsx';
import { FormulaBar } from './FormulaBar.tsx';
import { Grid } from './Grid.tsx';
import { boxNamed, layoutOf } from './layout.ts';
import type { Box, Layout } from './layout.ts';
import { glyphOfSeverity } from './Row.tsx';
import { SheetBar } from './SheetBar.tsx';
import { SheetTabs } from './SheetTabs.tsx';

interface WorkbookProps {
  readonly id: number;
  readonly state: SheetState;
  readonly again: () => void;
  readonly trouble: ReactNode;
  readonly reopening: { readonly isUnderWay: boolean; readonly act: () => void };
}

interface Chosen {
  readonly layout: Layout;
  readonly selected: Box;
  /** The finding that was chosen in the list, by its key. */
  readonly chosen: string | null;
  readonly select: (place: Place) => void;
  readonly open: (sheet: string, cell: string) => void;
  readonly choose: (finding: Finding) => void;
}

/** What is selected; without a choice the first finding, or where the plan begins. */
function useChosen(id: number, { grid }: SheetState, findings: readonly Finding[]): Chosen {
  const stored = useSheetPlace(id);
  const place = stored ?? findings.find(({ severity }) => severity === 'error') ?? findings[0] ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const sheet =
    grid.sheets.find(({ title }) => title === place?.sheet) ??
    grid.sheets.find(({ inputs }) => Object.keys(inputs).length > 0) ??
    grid.sheets[0];
  const layout = useMemo(
    () =>
      sheet === undefined
        ? null
        : layoutOf(
            sheet,
            findings.filter((finding) => finding.sheet === sheet.title).map((finding) => finding.cell),
          ),
    [sheet, findings],
  );
  if (layout === null) throw new Error('a workbook without sheets was read');
  const { title } = layout.sheet;
  const cell = place?.sheet === title ? place.cell : (Object.keys(layout.sheet.inputs)[0] ?? 'A1');
  const open = (to: string, at: string): void => showCell(id, { sheet: to, cell: at });
  return {
    ...{ layout, chosen, open },
    selected: boxNamed(layout, cell),
    select: (to) => {
      setChosen(null);
      open(title, addressOf(to));
    },
    choose: (finding) => {
      setChosen(keyOf(finding));
      open(finding.sheet, finding.cell);
    },
  };
}

function useProblemKeys(findings: readonly Finding[], { chosen, layout, selected, choose }: Chosen): void {
  const { t } = useTranslation('sheet');
  const here = findingsAt(findings, layout.sheet.title, selected)[0];
  const current = chosen ?? (here === undefined ? null : keyOf(here));
  const step = (list: readonly Finding[], by: 1 | -1): void => {
    const next = nextOf(list, (finding) => keyOf(finding) === current, by);
    if (next !== null) choose(next);
  };
  useShortcut('n', t('keys.nextProblem'), () =>
    step(
      findings.filter(({ severity }) => severity !== 'info'),
      1,
    ),
  );
  useShortcut('j', t('keys.next'), () => step(findings, 1));
  useShortcut('k', t('keys.previous'), () => step(findings, -1));
}

function useBarOf(id: number, { imported, reading: { plan } }: SheetState): void {
  const { site } = useOrder(id);
  const ownPractice = useOwnPracticeAddress('');
  // The sheet's own address is none that practice ever sends anything to.
  const isPractice = site?.kind === 'practice';
  useSite({
    practice: site === null ? null : isPractice,
    ...whoseSite({ plan, fileName: fileNameOf(imported.path) }),
    address: site === null ? null : isPractice ? siteAddress(site, ownPractice) : plan.cluster.vip,
    ...{ identity: null, hosts: null, checkedAt: null, mismatch: null },
  });
}

export function Workbook({ id, state, again, trouble, reopening }: WorkbookProps): ReactElement {
  const { t } = useTranslation(['sheet', 'common']);
  const { imported, reading, grid, difference } = state;
  const editor = useRef<HTMLInputElement>(null);
  const [isComparing, setComparing] = useState(false);
  const titles = useMemo(() => grid.sheets.map(({ title }) => title), [grid]);
  const findings = useMemo(
    () => groupsOf(reading.findings, titles).flatMap((group) => group.findings),
    [reading, titles],
  );
  const chosen = useChosen(id, state, findings);
  const { layout, selected, select, open, choose } = chosen;
  const marks = useMemo(() => marksOf(findings, layout), [findings, layout]);
  useProblemKeys(findings, chosen);
  useBarOf(id, state);
  const lastRun = useLastRuns()(id);
  const worst = worstOf(countsOf(findings));
  const here = findingsAt(findings, layout.sheet.title, selected);
  const name = fileNameOf(imported.path);
  const atHand = useRef<HTMLDivElement>(null);
  return (
    <>
      <JobHead
        title={t('title')}
        note={name}
        importId={id}
        current="sheet"
        runId={lastRun}
        glyphs={{ sheet: worst === null ? 'unchanged' : glyphOfSeverity[worst] }}
      />
      <SheetBar {...{ id, state, reopening }} onCompare={() => setComparing(true)} />
      {trouble}
      <div className="sheet-split">
        <div className="sheet-book" ref={atHand}>
          <FormulaBar layout={layout} selected={selected} />
          <Grid
            key={layout.sheet.title}
            {...{ layout, marks, selected }}
            onSelect={select}
            onEdit={() => editor.current?.focus()}
          />
          <SheetTabs
            sheets={grid.sheets}
            findings={findings}
            current={layout.sheet.title}
            onOpen={(title) => open(title, firstCell(grid.sheets.find((sheet) => sheet.title === title)))}
          />
        </div>
        <aside className="sheet-pane" aria-label={t('pane.label')}>
          <h2 className="visually-hidden">{t('pane.findings')}</h2>
          <FindingsPane
            {...{ id, findings, titles, imported, again }}
            highlighted={chosen.chosen === null ? here.map(keyOf) : [chosen.chosen]}
            onChoose={choose}
            onOpen={open}
          />
          <Editor
            key={`${layout.sheet.title}!${selected.address} ${selected.cell?.text ?? ''} ${String(selected.cell?.original)}`}
            {...{ id, imported, again, selected, here }}
            sheet={layout.sheet.title}
            plan={reading.plan}
            input={editor}
            onLeave={() => atHand.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()}
          />
        </aside>
      </div>
      <Difference
        isOpen={isComparing}
        onClose={() => setComparing(false)}
        {...{ difference, plan: reading.plan }}
        onOpen={(sheet, cell) => {
          setComparing(false);
          open(sheet, cell);
        }}
      />
    </>
  );
}

function firstCell(sheet: SheetState['grid']['sheets'][number] | undefined): string {
  const [first = 'A1'] = Object.keys(sheet?.inputs ?? {});
  return placeOf(first) === null ? 'A1' : first;
}
