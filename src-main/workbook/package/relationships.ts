import type { WorkbookPackage } from './container.ts';
import { notAPackage, sheetMissing } from './refusals.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** The two spellings of the relationship vocabulary: transitional (ECMA-376 part 4) and strict (part 1). */
const relationshipNamespaces = [
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
];

/** The two namespaces of SpreadsheetML: transitional and strict. */
export const spreadsheetNamespaces: readonly string[] = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];

export interface Relationship {
  readonly id: string;
  /** The last word of the type, the same in both spellings: `worksheet`, `sharedStrings`, `hyperlink`. */
  readonly kind: string;
  /** A part name, or the address as written when it is external. */
  readonly target: string;
  readonly isExternal: boolean;
}

export interface WorkbookSheet {
  readonly title: string;
  readonly state: 'visible' | 'hidden' | 'veryHidden';
  readonly partName: string;
  /** Chart sheets, dialog sheets and modules hold no cells. */
  readonly kind: 'worksheet' | 'other';
}

export interface WorkbookParts {
  readonly workbookPart: string;
  /** In the order of the tabs. */
  readonly sheets: readonly WorkbookSheet[];
  readonly sharedStringsPart: string | null;
  readonly stylesPart: string | null;
}

/** What the package's relationships say is where. Throws WORKBOOK_NOT_A_PACKAGE for other kinds of documents. */
export function readWorkbookParts(workbook: WorkbookPackage): WorkbookParts {
  const workbookPart = findWorkbookPart(workbook);
  const relationships = readRelationships(workbook, workbookPart);
  const partOf = (kind: string): string | null =>
    relationships.find((relationship) => relationship.kind === kind && !relationship.isExternal)?.target ??
    null;
  return {
    workbookPart,
    sheets: readSheets(workbook, workbookPart, relationships),
    sharedStringsPart: partOf('sharedStrings'),
    stylesPart: partOf('styles'),
  };
}

function findWorkbookPart(workbook: WorkbookPackage): string {
  const main = readRelationships(workbook, '').find((relationship) => relationship.kind === 'officeDocument');
  if (main === undefined) {
    throw notAPackage(workbook.path, {
      zh: '是 ZIP 文件，但不是 Excel 工作簿。请用 Excel 或 WPS 另存为 .xlsx',
      en: 'is a ZIP file but not an Excel workbook. Save it as .xlsx in Excel or WPS',
    });
  }
  if (main.target.toLowerCase().endsWith('.bin')) {
    throw notAPackage(workbook.path, {
      zh: '是二进制工作簿（.xlsb）。请用 Excel 或 WPS 另存为 .xlsx',
      en: 'is a binary workbook (.xlsb). Save it as .xlsx in Excel or WPS',
    });
  }
  return main.target;
}

/** The relationships of a part, `''` for those of the package itself. None when the part has no relationships. */
export function readRelationships(workbook: WorkbookPackage, partName: string): readonly Relationship[] {
  const slash = partName.lastIndexOf('/') + 1;
  const name = `${partName.slice(0, slash)}_rels/${partName.slice(slash)}.rels`;
  const relationships: Relationship[] = [];
  if (!workbook.has(name)) {
    return relationships;
  }
  parseXml({ name, bytes: workbook.read(name) }, () => ({
    open: (element) => {
      const relationship =
        element.local === 'Relationship' ? relationshipOf(workbook, partName, element) : null;
      if (relationship !== null) {
        relationships.push(relationship);
      }
    },
  }));
  return relationships;
}

/** Null for one that is incomplete: what needs it will say that it is missing. */
function relationshipOf(workbook: WorkbookPackage, source: string, element: XmlElement): Relationship | null {
  const target = element.attributes['Target']?.value;
  const type = element.attributes['Type']?.value;
  const id = element.attributes['Id']?.value;
  if (target === undefined || type === undefined || id === undefined) {
    return null;
  }
  const isExternal = element.attributes['TargetMode']?.value === 'External';
  return {
    id,
    kind: type.slice(type.lastIndexOf('/') + 1),
    target: isExternal ? target : resolveTarget(workbook, source, target),
    isExternal,
  };
}

/** The part a target names: absolute from the package's root, otherwise relative to the source part's folder. */
function resolveTarget(workbook: WorkbookPackage, source: string, written: string): string {
  const target = written.replaceAll('\\', '/');
  const isAbsolute = target.startsWith('/');
  const segments = isAbsolute ? [] : source.split('/').slice(0, -1);
  // A fragment (`#Sheet2!A1`) points into the part and is no part of its name.
  for (const segment of (target.split('#')[0] ?? '').split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  const name = segments.join('/');
  // Targets are URIs, part names in the ZIP are usually written without percent-encoding.
  return workbook.has(name) ? name : decoded(name);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) {
      return name;
    }
    throw error;
  }
}

function readSheets(
  workbook: WorkbookPackage,
  workbookPart: string,
  relationships: readonly Relationship[],
): readonly WorkbookSheet[] {
  const byId = new Map(relationships.toReversed().map((relationship) => [relationship.id, relationship]));
  const sheets: WorkbookSheet[] = [];
  const seen = { sheets: false };
  parseXml({ name: workbookPart, bytes: workbook.read(workbookPart) }, (control) => ({
    open: (element) => {
      if (!spreadsheetNamespaces.includes(element.uri)) {
        return;
      }
      if (element.local === 'sheets') {
        seen.sheets = true;
      } else if (element.local === 'sheet' && seen.sheets) {
        sheets.push(sheetOf(element, byId));
      }
    },
    close: (element) => {
      if (element.local === 'sheets' && seen.sheets) {
        control.stop();
      }
    },
  }));
  if (!seen.sheets) {
    throw notAPackage(workbook.path, {
      zh: '是 Office 文档，但不是 Excel 工作簿。请用 Excel 或 WPS 另存为 .xlsx',
      en: 'is an Office document but not an Excel workbook. Save it as .xlsx in Excel or WPS',
    });
  }
  return sheets;
}

/** An entry that leads nowhere is kept by its title, as something without cells: modules of old macros are such. */
function sheetOf(element: XmlElement, byId: ReadonlyMap<string, Relationship>): WorkbookSheet {
  const title = element.attributes['name']?.value ?? '';
  const id = Object.values(element.attributes).find(
    (attribute) => attribute.local === 'id' && relationshipNamespaces.includes(attribute.uri),
  )?.value;
  const relationship = id === undefined ? undefined : byId.get(id);
  const isWorksheet = relationship?.kind === 'worksheet' && !relationship.isExternal;
  return {
    title,
    state: stateOf(element.attributes['state']?.value),
    partName: relationship?.target ?? '',
    kind: isWorksheet ? 'worksheet' : 'other',
  };
}

function stateOf(value: string | undefined): WorkbookSheet['state'] {
  return value === 'hidden' || value === 'veryHidden' ? value : 'visible';
}

/** Throws WORKBOOK_SHEET_MISSING, naming the sheets there are. */
export function requireSheet(parts: WorkbookParts, path: string, title: string): WorkbookSheet {
  const sheet = parts.sheets.find((candidate) => candidate.title === title && candidate.kind === 'worksheet');
  if (sheet === undefined) {
    throw sheetMissing(
      path,
      title,
      parts.sheets.map((candidate) => candidate.title),
    );
  }
  return sheet;
}

/** A digital signature covers the whole package; writing any cell would break it. */
export function isSigned(workbook: WorkbookPackage): boolean {
  return workbook.parts.some((part) => part.name.toLowerCase().startsWith('_xmlsignatures/'));
}
