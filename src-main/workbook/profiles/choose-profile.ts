import { AppError } from '../../contract/errors.ts';
import type { ProfileMapping } from '../../contract/finding.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import type { CellReader } from '../grid/cell-reader.ts';
import { applyProfile } from './apply-profile.ts';
import { profilesWith, requireProfile } from './built-in.ts';
import { fits, type Layout, type Miss } from './layout.ts';

export interface ProfileChoice {
  /** The id of a profile or mapping to use, whether it fits or not; undefined to find the one that fits. */
  readonly profile?: string | undefined;
  readonly mappings?: readonly ProfileMapping[] | undefined;
}

/**
 * Finds the profile a workbook was made from. Throws WORKBOOK_PROFILE_UNKNOWN when none fits, with what comes close;
 * WORKBOOK_SHEET_MISSING when the profile asked for has no sheet to be read from.
 */
export function chooseLayout(path: string, reader: CellReader, choice: ProfileChoice): Layout {
  const profiles = profilesWith(choice.mappings ?? []);
  if (choice.profile !== undefined) {
    return requireSheets(path, applyProfile(requireProfile(profiles, choice.profile), reader), reader);
  }
  const layouts: Layout[] = [];
  for (const profile of profiles) {
    const layout = applyProfile(profile, reader);
    if (fits(layout)) {
      return layout;
    }
    layouts.push(layout);
  }
  throw unknownProfile(path, closest(layouts), reader.titles);
}

/** The layout of the profile of which most is there. */
export function closest(layouts: readonly Layout[]): Layout | null {
  return layouts.toSorted((left, right) => foundIn(right) - foundIn(left))[0] ?? null;
}

function foundIn({ sheets, tables, anchors, misses }: Layout): number {
  const columns = [...tables.values()].reduce((count, table) => count + table.columns.size, 0);
  return sheets.size + columns + anchors.size - misses.filter((miss) => miss.isRequired).length;
}

function requireSheets(path: string, layout: Layout, reader: CellReader): Layout {
  const missing = layout.misses.find((miss) => miss.part === 'sheet' && miss.isRequired);
  if (missing !== undefined) {
    const { titles } = reader;
    const { id } = layout.profile;
    throw new AppError(
      'WORKBOOK_SHEET_MISSING',
      {
        zh: `${path} 中没有模板 ${id} 所需的工作表「${missing.wanted}」，现有工作表：${titles.join('、')}。请换一个模板，或确认映射。`,
        en: `${path} has no sheet ${missing.wanted}, which profile ${id} needs. Its sheets are: ${titles.join(', ')}.`,
      },
      { data: { path, sheet: missing.wanted, profile: id, sheets: titles } },
    );
  }
  return layout;
}

function unknownProfile(path: string, layout: Layout | null, titles: readonly string[]): AppError {
  const missing = (layout?.misses ?? []).filter((miss) => miss.isRequired);
  const id = layout?.profile.id ?? '';
  const descriptions = missing.map(describe);
  const list = {
    zh: descriptions.map(({ zh }) => zh).join('；'),
    en: descriptions.map(({ en }) => en).join('; '),
  };
  return new AppError(
    'WORKBOOK_PROFILE_UNKNOWN',
    {
      zh: `${path} 不符合任何已知模板，最接近的是 ${id}，缺少：${list.zh}。现有工作表：${titles.join('、')}。请为该版本确认映射，或指定要使用的模板。`,
      en: `${path} fits no known template. The closest is ${id}; missing are: ${list.en}. Its sheets are: ${titles.join(', ')}. Confirm a mapping for this revision, or name the profile to use.`,
    },
    { data: { path, closest: id, missing: missing.map((miss) => miss.key), sheets: titles } },
  );
}

const partNames = {
  sheet: { zh: '工作表', en: 'the sheet' },
  header: { zh: '列', en: 'the column' },
  anchor: { zh: '标签', en: 'the label' },
} as const satisfies Record<Miss['part'], Text>;

function describe({ part, wanted, sheet, near }: Miss): Text {
  const name = partNames[part];
  return {
    zh: `${sheet === null ? '' : `「${sheet}」中的`}${name.zh}「${wanted}」${nearest(near).zh}`,
    en: `${name.en} ${wanted}${sheet === null ? '' : ` on ${sheet}`}${nearest(near).en}`,
  };
}

function nearest(near: Miss['near']): Text {
  if (near === null) {
    return verbatim('');
  }
  const { text, cell } = near;
  return {
    zh: `（最接近的是${cell === null ? '' : ` ${cell}`}「${text}」）`,
    en: ` (nearest: ${text}${cell === null ? '' : ` in ${cell}`})`,
  };
}
