import type { ProfileMapping } from '../../contract/finding.ts';
import type { Miss } from './layout.ts';
import type {
  AnchorKey,
  AnchorRule,
  ColumnKey,
  HeaderRule,
  Profile,
  SheetKey,
  SheetRule,
  TableKey,
  TableRule,
} from './profile.ts';

/** In a mapping, what begins with this is a cell (`@F2`); everything else is the text of a label. */
const cellMark = '@';

/**
 * A built-in profile with the titles, headers and labels a person has confirmed. Keys are those of the profile:
 * `sheets.hosts`, `headers["networks.vlanId"]`, `anchors.vip`. A header given as a cell is the header's cell; an
 * anchor given as a cell is the value's.
 */
export function profileFromMapping(base: Profile, mapping: ProfileMapping): Profile {
  return {
    id: mapping.id,
    sheets: mapEntries(base.sheets, (key: SheetKey, rule: SheetRule) => {
      const title = mapping.sheets[key];
      return title === undefined ? rule : { ...rule, titles: [title] };
    }),
    tables: mapEntries(base.tables, (key: TableKey, rule: TableRule) => ({
      ...rule,
      columns: mapEntries(rule.columns, (column: ColumnKey, header: HeaderRule) =>
        mappedHeader(header, mapping.headers[`${key}.${column}`]),
      ),
    })),
    anchors: mapEntries(base.anchors, (key: AnchorKey, rule: AnchorRule) =>
      mappedAnchor(rule, mapping.anchors[key]),
    ),
  };
}

function mapEntries<K extends string, V>(
  record: Readonly<Partial<Record<K, V>>>,
  map: (key: K, value: V) => V,
): Partial<Record<K, V>> {
  const entries = Object.entries(record) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(key, value)])) as Partial<Record<K, V>>;
}

function mappedHeader(header: HeaderRule, given: string | undefined): HeaderRule {
  if (given === undefined) {
    return header;
  }
  return given.startsWith(cellMark)
    ? { ...header, cell: given.slice(cellMark.length) }
    : { ...header, texts: [given], occurrence: 1 };
}

function mappedAnchor(rule: AnchorRule, given: string | undefined): AnchorRule {
  if (given === undefined) {
    return rule;
  }
  if (given.startsWith(cellMark)) {
    return { sheet: rule.sheet, cell: given.slice(cellMark.length), isRequired: rule.isRequired };
  }
  return 'labels' in rule
    ? { ...rule, labels: [given] }
    : { sheet: rule.sheet, labels: [given], value: 'right', isRequired: rule.isRequired };
}

/** A mapping with what came close to each missing part added to it. Headers are given by their cell: texts may repeat. */
export function mappingFromMisses(mapping: ProfileMapping, misses: readonly Miss[]): ProfileMapping {
  const { sheets, headers, anchors } = structuredClone(mapping);
  for (const { part, key, near } of misses) {
    if (near === null) {
      continue;
    }
    if (part === 'sheet') {
      sheets[key] = near.text;
    } else if (part === 'header') {
      headers[key] = `${cellMark}${near.cell ?? ''}`;
    } else {
      anchors[key] = near.text;
    }
  }
  return { ...mapping, sheets, headers, anchors };
}
