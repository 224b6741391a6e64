import type { ZipPart } from './zip-writer.ts';

const transitional = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  relationships: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};
const strict = {
  main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
  relationships: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';

export interface WorkbookShape {
  /** Title to the XML of the sheet's part. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly states?: Readonly<Record<string, string>>;
  /** Shared strings, in their order; `null` for a workbook without them. */
  readonly sharedStrings?: readonly string[] | null;
  readonly calcChain?: string;
  readonly isStrict?: boolean;
  /** Targets of relationships as `/xl/worksheets/sheet1.xml`, as some programs write them. */
  readonly hasAbsoluteTargets?: boolean;
  readonly further?: readonly ZipPart[];
}

/** The parts of a workbook in the order in which Excel saves them. */
export function workbookParts(shape: WorkbookShape): ZipPart[] {
  const names = shape.isStrict === true ? strict : transitional;
  const titles = Object.keys(shape.sheets);
  const target = (path: string): string => (shape.hasAbsoluteTargets === true ? `/xl/${path}` : path);
  const sheetTags = titles.map((title, index) => {
    const state = shape.states?.[title];
    return `<sheet name="${title}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`;
  });
  const sheetLinks = titles.map((_, index) =>
    relationship(
      `rId${index + 1}`,
      `${names.relationships}/worksheet`,
      target(`worksheets/sheet${index + 1}.xml`),
    ),
  );
  const strings = shape.sharedStrings ?? null;
  const furtherLinks = [
    relationship('rId90', `${names.relationships}/styles`, target('styles.xml')),
    ...(strings === null
      ? []
      : [relationship('rId91', `${names.relationships}/sharedStrings`, target('sharedStrings.xml'))]),
    ...(shape.calcChain === undefined
      ? []
      : [relationship('rId92', `${names.relationships}/calcChain`, target('calcChain.xml'))]),
  ];
  return [
    {
      name: '[Content_Types].xml',
      content: contentTypes(titles.length, {
        hasStrings: strings !== null,
        hasCalcChain: shape.calcChain !== undefined,
      }),
    },
    {
      name: '_rels/.rels',
      content: relationships([
        relationship('rId1', `${names.relationships}/officeDocument`, 'xl/workbook.xml'),
      ]),
    },
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook xmlns="${names.main}" xmlns:r="${names.relationships}"><sheets>${sheetTags.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: relationships([...sheetLinks, ...furtherLinks]) },
    ...titles.map((title, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: shape.sheets[title] ?? '',
    })),
    { name: 'xl/styles.xml', content: styles(names.main) },
    ...(strings === null
      ? []
      : [{ name: 'xl/sharedStrings.xml', content: sharedStrings(names.main, strings) }]),
    ...(shape.calcChain === undefined
      ? []
      : [
          {
            name: 'xl/calcChain.xml',
            content: `${declaration}<calcChain xmlns="${names.main}">${shape.calcChain}</calcChain>`,
          },
        ]),
    ...(shape.further ?? []),
  ];
}

/** The XML of a sheet: `rows` is the content of `<sheetData>`, `after` what follows it. */
export function sheetXml(
  rows: string,
  options: { readonly before?: string; readonly after?: string; readonly isStrict?: boolean } = {},
): string {
  const main = (options.isStrict === true ? strict : transitional).main;
  return `${declaration}<worksheet xmlns="${main}"><dimension ref="A1:C3"/>${options.before ?? ''}<sheetData>${rows}</sheetData>${options.after ?? ''}</worksheet>`;
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
}

function relationships(items: readonly string[]): string {
  return `${declaration}<Relationships xmlns="${packageRelationships}">${items.join('')}</Relationships>`;
}

function contentTypes(sheets: number, extra: { hasStrings: boolean; hasCalcChain: boolean }): string {
  const base = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const override = (part: string, kind: string): string =>
    `<Override PartName="/xl/${part}" ContentType="${base}.${kind}+xml"/>`;
  const overrides = [
    override('workbook.xml', 'sheet.main'),
    ...Array.from({ length: sheets }, (_, index) =>
      override(`worksheets/sheet${index + 1}.xml`, 'worksheet'),
    ),
    override('styles.xml', 'styles'),
    ...(extra.hasStrings ? [override('sharedStrings.xml', 'sharedStrings')] : []),
    ...(extra.hasCalcChain ? [override('calcChain.xml', 'calcChain')] : []),
  ];
  return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${overrides.join('')}</Types>`;
}

function styles(main: string): string {
  const xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>';
  return `${declaration}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">${xf.repeat(8)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

function sharedStrings(main: string, strings: readonly string[]): string {
  const items = strings.map((text) =>
    text.startsWith('<') ? `<si>${text}</si>` : `<si><t>${text}</t></si>`,
  );
  return `${declaration}<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${items.join('')}</sst>`;
}
