import { useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSite } from '../../../hooks/site-in-hand.ts';
import { siteOfJob, useJobOrder } from '../job/job.ts';
import { useLastRuns } from '../job/last-run.ts';
import type { Order } from '../job/orders.ts';
import { fileNameOf } from '../../../ask/save-file.ts';
import { useOwnPracticeAddress } from '../../../ask/practice-address.ts';
import { EditorPage } from '../../../components/Page.tsx';
import { JobHead } from '../job/JobHead.tsx';
import type { SheetState } from './ask.ts';
import { placeOf } from './cells.ts';
import { Difference } from './Difference.tsx';
import { Editor } from './Editor.tsx';
import { keepDraft } from './edits.ts';
import { countsOf, findingsAt, groupsOf, keyOf, marksOf, worstOf } from './findings.ts';
import { FindingsPane } from './FindingsPane.tsx';
import { FormulaBar } from './FormulaBar.tsx';
import { Grid } from './Grid.tsx';
import { glyphOfSeverity } from './Row.tsx';
import { SheetBar } from './SheetBar.tsx';
import { SheetTabs } from './SheetTabs.tsx';
import { useChosen, useProblemKeys } from './use-chosen.ts';
import { useUndo } from './use-undo.ts';

interface WorkbookProps {
  readonly id: number;
  readonly state: SheetState;
  readonly again: () => void;
  readonly trouble: ReactNode;
  readonly reopening: { readonly isUnderWay: boolean; readonly act: () => void };
}

function useBarOf(id: number, state: SheetState): Order['site'] {
  const { imported, reading } = state;
  const order = useJobOrder(id, state);
  const ownPractice = useOwnPracticeAddress('');
  const of = { plan: reading.plan, fileName: fileNameOf(imported.path) };
  useSite(siteOfJob(of, order, { identity: null, at: null, ownPractice }));
  return order.site;
}

interface SheetHeadProps {
  readonly id: number;
  readonly name: string;
  readonly findings: Parameters<typeof countsOf>[0];
}

function SheetHead({ id, name, findings }: SheetHeadProps): ReactElement {
  const { t } = useTranslation('sheet');
  const worst = worstOf(countsOf(findings));
  return (
    <JobHead
      title={t('title')}
      note={name}
      importId={id}
      current="sheet"
      runId={useLastRuns()(id)}
      glyphs={{ sheet: worst === null ? 'unchanged' : glyphOfSeverity[worst] }}
    />
  );
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
  const { layout, drafts, selected, select, open, choose } = chosen;
  const sheet = layout.sheet.title;
  const at = { sheet, cell: selected.address };
  const { undo, said, saidHere, took } = useUndo({ id, at, again, open });
  const edit = (how: 'go-on' | 'replace' | 'clear'): void => {
    const field = editor.current;
    if (field === null) {
      return;
    }
    const reason =
      imported.overrides.find((one) => one.sheet === sheet && one.cell === at.cell)?.reason ?? '';
    if (how === 'clear' && !selected.isSecret) {
      keepDraft(id, at, { value: '', reason });
    }
    field.focus();
    if (how === 'replace') {
      field.select();
    } else {
      field.setSelectionRange(field.value.length, field.value.length);
    }
  };
  const marks = useMemo(() => marksOf(findings, layout), [findings, layout]);
  useProblemKeys(findings, chosen);
  const site = useBarOf(id, state);
  const here = findingsAt(findings, layout.sheet.title, selected);
  const atHand = useRef<HTMLDivElement>(null);
  const pane = (
    <div className="sheet-pane" role="region" aria-label={t('pane.label')}>
      <h2 className="visually-hidden">{t('pane.findings')}</h2>
      <FindingsPane
        id={id}
        findings={findings}
        titles={titles}
        imported={imported}
        again={again}
        highlighted={chosen.chosen === null ? here.map(keyOf) : [chosen.chosen]}
        onChoose={choose}
        onOpen={open}
      />
      <Editor
        key={`${layout.sheet.title}!${selected.address} ${selected.cell?.text ?? ''} ${String(selected.cell?.original)}`}
        id={id}
        imported={imported}
        again={again}
        selected={selected}
        findings={findings}
        unplanned={layout.sheet.unplanned[selected.address]}
        sheet={layout.sheet.title}
        plan={reading.plan}
        input={editor}
        said={saidHere}
        onTaken={took}
        onUndo={undo}
        onLeave={() => atHand.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()}
      />
    </div>
  );
  return (
    <EditorPage
      head={<SheetHead id={id} name={fileNameOf(imported.path)} findings={findings} />}
      toolbar={
        <SheetBar
          id={id}
          state={state}
          site={site}
          reopening={reopening}
          onCompare={() => setComparing(true)}
        />
      }
      inspector={pane}
    >
      {trouble}
      <div className="sheet-book" ref={atHand}>
        <FormulaBar layout={layout} selected={selected} said={said} />
        <Grid
          key={layout.sheet.title}
          layout={layout}
          marks={marks}
          drafts={drafts}
          selected={selected}
          onSelect={select}
          onEdit={edit}
          onUndo={undo}
        />
        <SheetTabs
          sheets={grid.sheets}
          findings={findings}
          current={layout.sheet.title}
          onOpen={(title) => open(title, firstCell(grid.sheets.find((sheet) => sheet.title === title)))}
        />
      </div>
      <Difference
        isOpen={isComparing}
        onClose={() => setComparing(false)}
        difference={difference ?? []}
        plan={reading.plan}
        onOpen={(sheet, cell) => {
          setComparing(false);
          open(sheet, cell);
        }}
      />
    </EditorPage>
  );
}

function firstCell(sheet: SheetState['grid']['sheets'][number] | undefined): string {
  const [first = 'A1'] = Object.keys(sheet?.inputs ?? {});
  return placeOf(first) === null ? 'A1' : first;
}
