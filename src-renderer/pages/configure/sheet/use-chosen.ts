import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../src-main/contract/finding.ts';
import { showCell, useSheetPlace } from '../job/sheet-places.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import type { SheetState } from './ask.ts';
import { addressOf, type Place } from './cells.ts';
import { useDrafts } from './edits.ts';
import { findingsAt, keyOf, nextOf } from './findings.ts';
import { boxNamed, layoutOf, type Box, type Layout } from './layout.ts';

export interface Chosen {
  readonly layout: Layout;
  /** Values of this sheet that are entered and not saved, by address. */
  readonly drafts: ReadonlyMap<string, string>;
  readonly selected: Box;
  /** The finding that was chosen in the list, by its key. */
  readonly chosen: string | null;
  readonly select: (place: Place) => void;
  readonly open: (sheet: string, cell: string) => void;
  readonly choose: (finding: Finding) => void;
}

/** What is selected; without a choice the first finding, or where the plan begins. */
export function useChosen(id: number, { grid }: SheetState, findings: readonly Finding[]): Chosen {
  const stored = useSheetPlace(id);
  const place = stored ?? findings.find(({ severity }) => severity === 'error') ?? findings[0] ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const sheet =
    grid.sheets.find(({ title }) => title === place?.sheet) ??
    grid.sheets.find(({ inputs }) => Object.keys(inputs).length > 0) ??
    grid.sheets[0];
  const allDrafts = useDrafts(id);
  const drafts = useMemo(
    () =>
      new Map(
        allDrafts
          .filter((one) => one.sheet === sheet?.title)
          .map(({ cell, value }) => [cell, value] as const),
      ),
    [allDrafts, sheet],
  );
  const drafted = [...drafts.keys()].join(' ');
  const layout = useMemo(() => {
    if (sheet === undefined) {
      return null;
    }
    const found = findings.filter((finding) => finding.sheet === sheet.title).map(({ cell }) => cell);
    return layoutOf(sheet, [...found, ...drafted.split(' ')]);
  }, [sheet, findings, drafted]);
  if (layout === null) {
    throw new Error('a workbook without sheets was read');
  }
  const { title } = layout.sheet;
  const cell = place?.sheet === title ? place.cell : (Object.keys(layout.sheet.inputs)[0] ?? 'A1');
  const open = (to: string, at: string): void => showCell(id, { sheet: to, cell: at });
  return {
    layout,
    drafts,
    chosen,
    open,
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

export function useProblemKeys(
  findings: readonly Finding[],
  { chosen, layout, selected, choose }: Chosen,
): void {
  const { t } = useTranslation('sheet');
  const here = findingsAt(findings, layout.sheet.title, selected)[0];
  const current = chosen ?? (here === undefined ? null : keyOf(here));
  const step = (list: readonly Finding[], by: 1 | -1): void => {
    const next = nextOf(list, (finding) => keyOf(finding) === current, by);
    if (next !== null) {
      choose(next);
    }
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
