import type { CellReference } from '../contract/site-plan.ts';
import {
  unplannedFields,
  type GridCell,
  type GridSheet,
  type WorkbookGrid,
} from '../contract/workbook-grid.ts';
import { cellName, cellRange, parseCellName, type CellPlace, type CellRange } from './grid/cell-address.ts';
import { createCellReader, type CellReader, type ResolvedCell } from './grid/cell-reader.ts';
import { holderOf, type Sheet } from './grid/grid.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import { readSheetView } from './grid/sheet-view.ts';
import { openPackage } from './package/container.ts';
import { readWorkbookParts, type WorkbookSheet } from './package/relationships.ts';
import { profilesWith } from './profiles/built-in.ts';
import { layoutsOfSheet } from './profiles/one-sheet.ts';
import { draftGrid, type DraftedGrid, type ReadWorkbookOptions } from './read-workbook.ts';
import { isSecretPlace, secretRangesOf } from './secrets/secret-cells.ts';

/** How much of a workbook is shown. Planning sheets have hundreds of rows; what is cut is said. */
const most = { rowsPerSheet: 10_000, columnsPerSheet: 200, cells: 120_000 } as const;

/** A shorter password is not looked for inside of other texts: `1` would hide half of the sheet. */
const shortestSearched = 6;

interface Source extends DraftedGrid {
  /** Without corrections. */
  readonly plain: CellReader;
  /** The first path of the plan's values by sheet and cell. */
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Cells that hold passwords whatever the sheet says of them: by the plan, and by corrections. */
  readonly passwords: readonly CellReference[];
  /** Values of passwords: a formula or a remark may repeat one where no label tells. */
  readonly values: readonly string[];
  readonly options: ReadWorkbookOptions;
}

/**
 * Reads a workbook as a person sees it, corrections put in. Of passwords it says only where they are. Hidden sheets are
 * there, too: findings may lie on them. Throws what `readWorkbook` throws.
 */
export function readWorkbookGrid(path: string, options: ReadWorkbookOptions = {}): WorkbookGrid {
  const file = openPackage(path);
  try {
    const grid = createPackageGrid(file);
    const drafted = draftGrid(path, grid, options);
    const source: Source = {
      ...drafted,
      ...sourceOf(drafted, options),
      plain: createCellReader(grid),
      options,
    };
    const sheets: GridSheet[] = [];
    let left: number = most.cells;
    for (const part of readWorkbookParts(file).sheets) {
      const sheet = part.kind === 'worksheet' ? grid.sheet(part.title) : null;
      if (sheet === null) {
        continue;
      }
      const shown = { ...sheetOf(sheet, source, left), ...readSheetView(file, part), ...visibility(part) };
      left -= shown.cells.length;
      sheets.push({ ...shown, widths: [...shown.widths] });
    }
    return { profile: drafted.layout.profile.id, sheets };
  } finally {
    file.close();
  }
}

const visibility = ({ state }: WorkbookSheet): { readonly isHidden: boolean } => ({
  isHidden: state !== 'visible',
});

function sourceOf(
  { built, everyPassword }: DraftedGrid,
  { overrides = [], overrideSecrets = new Map() }: ReadWorkbookOptions,
): Pick<Source, 'inputs' | 'passwords' | 'values'> {
  const inputs = new Map<string, Map<string, string>>();
  const passwords: CellReference[] = overrides.filter(({ secret }) => secret);
  for (const [path, { sheet, cell }] of Object.entries(built.plan.origins)) {
    const ofSheet = inputs.get(sheet) ?? new Map<string, string>();
    inputs.set(sheet, ofSheet);
    if (path.endsWith('.password')) {
      passwords.push({ sheet, cell });
      ofSheet.set(cell, path);
    } else if (!ofSheet.has(cell)) {
      ofSheet.set(cell, path);
    }
  }
  const values = new Set([...everyPassword.values(), ...overrideSecrets.values()]);
  return { inputs, passwords, values: [...values].filter((value) => value.trim() !== '') };
}

function sheetOf(
  sheet: Sheet,
  source: Source,
  mostCells: number,
): Omit<GridSheet, 'isHidden' | 'defaultWidth' | 'frozenRows' | 'frozenColumns'> {
  const inputs = source.inputs.get(sheet.title) ?? new Map<string, string>();
  const filled = placesOf(sheet, source);
  const extent = extentOf(sheet, [...placesNamed(inputs.keys()), ...filled]);
  const secretRanges = secretRangesIn(sheet, source);
  const all = filled.filter(({ column }) => column <= most.columnsPerSheet);
  // A row is shown whole or not at all.
  const firstLeftOut = all[mostCells]?.row ?? Number.POSITIVE_INFINITY;
  const shown = {
    row: Math.min(extent.row, most.rowsPerSheet, firstLeftOut - 1),
    column: Math.min(extent.column, most.columnsPerSheet),
  };
  const clip = (ranges: readonly CellRange[]): CellRange[] =>
    ranges
      .filter(({ top, left }) => top <= shown.row && left <= shown.column)
      .map(({ top, left, bottom, right }) => ({
        top,
        left,
        bottom: Math.min(bottom, shown.row),
        right: Math.min(right, shown.column),
      }));
  return {
    title: sheet.title,
    isProtected: sheet.isProtected,
    rowCount: extent.row,
    columnCount: extent.column,
    shownRows: shown.row,
    shownColumns: shown.column,
    widths: [],
    headerRows: headerRowsOf(sheet, source),
    merges: clip(sheet.merges),
    cells: all
      .filter(({ row }) => row <= shown.row)
      .map((place) => cellOf(sheet, place, { source, secretRanges }))
      .filter((cell) => cell !== null),
    inputs: Object.fromEntries(inputs),
    unplanned: unplannedOf(sheet, source, inputs),
    secretAreas: clip(secretRanges),
  };
}

/** What the fields of half-filled network rows are: a finding may be about one that is empty, and that no plan has a path for. */
function unplannedOf(
  sheet: Sheet,
  { draft: { halfFilled } }: Source,
  inputs: ReadonlyMap<string, string>,
): GridSheet['unplanned'] {
  const found: GridSheet['unplanned'] = {};
  for (const { fields } of halfFilled) {
    for (const field of unplannedFields) {
      const { at, isLocated } = fields[field];
      if (!isLocated || at.sheet !== sheet.title || inputs.has(at.cell)) {
        continue;
      }
      found[at.cell] = { field, network: fields.name.text === '' ? null : fields.name.text };
    }
  }
  return found;
}

const headerRowsOf = (sheet: Sheet, { layouts }: Source): number[] => {
  const tables = layouts
    .flatMap(({ tables: all }) => [...all.values()])
    .filter((table) => table.sheet === sheet);
  return [...new Set(tables.map(({ headerRow }) => headerRow))].sort((a, b) => a - b);
};

const placesNamed = (names: Iterable<string>): readonly CellPlace[] =>
  [...names].map((name) => parseCellName(name)).filter((place) => place !== null);

/** Everything with content, or with a correction, by rows. */
function placesOf(sheet: Sheet, { options }: Source): readonly CellPlace[] {
  const corrected = placesNamed(
    (options.overrides ?? []).filter(({ sheet: title }) => title === sheet.title).map(({ cell }) => cell),
  );
  const names = corrected.map((place) => cellName(holderOf(sheet, place)));
  return [...placesNamed(new Set([...sheet.cells.keys(), ...names]))].sort(
    (a, b) => a.row - b.row || a.column - b.column,
  );
}

/** The corner of what there is to see: merged areas that begin among the cells, and empty inputs, are part of it. */
function extentOf(sheet: Sheet, places: readonly CellPlace[]): CellPlace {
  const inner = places.reduce(
    (far, { row, column }) => ({ row: Math.max(far.row, row), column: Math.max(far.column, column) }),
    { row: 0, column: 0 },
  );
  return sheet.merges
    .filter(({ top, left }) => top <= inner.row && left <= inner.column)
    .reduce(
      (far, { bottom, right }) => ({ row: Math.max(far.row, bottom), column: Math.max(far.column, right) }),
      inner,
    );
}

function secretRangesIn(sheet: Sheet, { layouts, passwords, options }: Source): readonly CellRange[] {
  const known = layoutsOfSheet(profilesWith(options.mappings ?? []), sheet);
  const single = placesNamed(passwords.filter((at) => at.sheet === sheet.title).map(({ cell }) => cell)).map(
    (place) => cellRange(holderOf(sheet, place)),
  );
  return [...secretRangesOf(sheet, [...layouts, ...known]), ...single];
}

interface CellSource {
  readonly source: Source;
  readonly secretRanges: readonly CellRange[];
}

function cellOf(sheet: Sheet, place: CellPlace, of: CellSource): GridCell | null {
  const holder = holderOf(sheet, place);
  // What stands below a merged area is seen by nobody.
  if (holder.row !== place.row || holder.column !== place.column) {
    return null;
  }
  const read = of.source.reader.read(sheet, place);
  const original = read.isOverridden ? of.source.plain.read(sheet, place).text : '';
  if (read.kind === 'blank' && !read.isOverridden) {
    return null;
  }
  const at = { address: cellName(place), ...place };
  const corrected = (text: string): Pick<GridCell, 'original'> =>
    read.isOverridden ? { original: text === '' ? null : text } : {};
  if (read.kind === 'secret' || isSecret(sheet, place, { ...of, texts: [read.text, original] })) {
    return { ...at, text: '', kind: 'secret', ...corrected('') };
  }
  const kind = kindOf(read, sheet.cells.get(at.address)?.formula ?? null);
  return { ...at, text: read.text, kind, ...corrected(original) };
}

function kindOf({ kind, isOverridden }: ResolvedCell, formula: string | null): GridCell['kind'] {
  if (kind === 'unevaluated') {
    return 'formula';
  }
  return formula !== null && !isOverridden && kind !== 'error' ? 'formula' : kind;
}

function isSecret(
  sheet: Sheet,
  place: CellPlace,
  { source, secretRanges, texts }: CellSource & { readonly texts: readonly string[] },
): boolean {
  if (isSecretPlace(sheet, place, secretRanges)) {
    return true;
  }
  // What the plan shows in the clear is no password.
  return source.inputs.get(sheet.title)?.has(cellName(place)) !== true && holdsPassword(texts, source.values);
}

function holdsPassword(texts: readonly string[], values: readonly string[]): boolean {
  return texts.some((text) =>
    values.some(
      (value) => text.trim() === value || (value.length >= shortestSearched && text.includes(value)),
    ),
  );
}
