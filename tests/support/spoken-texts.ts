import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** One text in both languages as the source has it, its filled-in parts shown as `…`. */
export interface SpokenPair {
  /** File and line, relative to the checkout. */
  readonly at: string;
  readonly zh: string;
  readonly en: string;
}

const han = /\p{Script=Han}/u;
/** Outside of a value that is filled in later. */
const latin = /^(?:\{\w+\}|[^{A-Za-z])*[A-Za-z]/;
const plural = /_(?:zero|one|two|few|many|other)$/;

/** Every TypeScript source of a folder, or the one file. */
export function sourcesIn(place: string): readonly ts.SourceFile[] {
  const names = place.endsWith('.ts')
    ? [resolve(place)]
    : readdirSync(resolve(place), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted();
  return names.map((name) => sourceOf(relative(resolve('.'), name), readFileSync(name, 'utf8')));
}

export const sourceOf = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);

/** The texts `{ zh, en }` of a source, those made of a Chinese and an English string, and its `{ 'zh-CN', en }` tables. */
export function pairsOf(source: ts.SourceFile): readonly SpokenPair[] {
  const pairs: SpokenPair[] = [];
  const visit = (node: ts.Node): void => {
    const pair = pairOf(node);
    if (pair !== null) {
      pairs.push({ at: placeOf(node), ...pair });
    }
    if (ts.isObjectLiteralExpression(node)) {
      pairs.push(...tableOf(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pairs;
}

function pairOf(node: ts.Node): { zh: string; en: string } | null {
  if (ts.isObjectLiteralExpression(node)) {
    const [zh, en] = [valueOf(node, 'zh'), valueOf(node, 'en')];
    return zh === null || en === null ? null : { zh: wordsOf(zh), en: wordsOf(en) };
  }
  const listed = ts.isCallExpression(node)
    ? node.arguments
    : ts.isArrayLiteralExpression(node)
      ? node.elements
      : [];
  const [zh, en] = [...listed].filter(isString);
  if (listed.length !== 2 || zh === undefined || en === undefined) {
    return null;
  }
  const words = { zh: wordsOf(zh), en: wordsOf(en) };
  return han.test(words.zh) && latin.test(words.en) && !han.test(words.en) ? words : null;
}

function tableOf(node: ts.ObjectLiteralExpression): readonly SpokenPair[] {
  const [zh, en] = [valueOf(node, 'zh-CN'), valueOf(node, 'en')].map((value) =>
    value === null ? null : objectIn(value),
  );
  return !zh || !en ? [] : besides(leavesOf(zh), leavesOf(en));
}

/** The texts of two catalogues of the same shape, each a file or a folder of files of the same names. */
export function pairsOfCatalogues(chinese: string, english: string): readonly SpokenPair[] {
  return besides(catalogueIn(chinese), catalogueIn(english));
}

interface Leaf {
  readonly key: string;
  readonly text: string;
  readonly at: string;
}

/** By their keys; an English plural stands beside the one Chinese form. */
function besides(chinese: readonly Leaf[], english: readonly Leaf[]): readonly SpokenPair[] {
  const words = new Map(chinese.map(({ key, text }) => [key.replace(plural, ''), text]));
  return english.map(({ key, text, at }) => ({ at, zh: words.get(key.replace(plural, '')) ?? '', en: text }));
}

/** The leaves of every object that a variable of the files holds. */
function catalogueIn(place: string): readonly Leaf[] {
  return sourcesIn(place).flatMap((source) => {
    const prefix = place.endsWith('.ts') ? '' : source.fileName.replace(/^.*[\\/]/, '');
    return variablesOf(source).flatMap(({ initializer }) => {
      const held = initializer === undefined ? null : objectIn(initializer);
      return held === null ? [] : leavesOf(held, prefix);
    });
  });
}

function leavesOf(node: ts.ObjectLiteralExpression, path = ''): readonly Leaf[] {
  return node.properties.flatMap((property): readonly Leaf[] => {
    if (ts.isSpreadAssignment(property)) {
      return leavesBelow(property.expression, path);
    }
    if (!ts.isPropertyAssignment(property)) {
      return [];
    }
    return leavesBelow(property.initializer, `${path}.${nameOf(property.name)}`);
  });
}

function leavesBelow(node: ts.Expression, path: string): readonly Leaf[] {
  const held = objectIn(node);
  if (held !== null) {
    return leavesOf(held, path);
  }
  // A finding's text is a call with its message and its fix.
  const parts = ts.isCallExpression(node) ? [...node.arguments] : [node];
  return parts.map((part, at) => ({
    key: at === 0 ? path : `${path}.${at}`,
    text: wordsOf(part),
    at: placeOf(part),
  }));
}

/** The object that the expression is, or that the variable it names holds. */
function objectIn(node: ts.Expression): ts.ObjectLiteralExpression | null {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return objectIn(node.expression);
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node;
  }
  if (!ts.isIdentifier(node)) {
    return null;
  }
  const named = variablesOf(node.getSourceFile()).find(({ name }) => name.getText() === node.text);
  return named?.initializer === undefined ? null : objectIn(named.initializer);
}

const variablesOf = (source: ts.SourceFile): readonly ts.VariableDeclaration[] =>
  source.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );

const nameOf = (name: ts.PropertyName): string => (ts.isStringLiteral(name) ? name.text : name.getText());

function valueOf(node: ts.ObjectLiteralExpression, wanted: string): ts.Expression | null {
  const found = node.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && nameOf(property.name) === wanted,
  );
  return found?.initializer ?? null;
}

const isString = (node: ts.Node): node is ts.Expression =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** All that is written in quotes below the node; what is filled in is `…`, as is the seam between two strings. */
function wordsOf(node: ts.Node): string {
  const parts: string[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isStringLiteralLike(inner) || ts.isTemplateHead(inner)) {
      parts.push(inner.text);
    } else if (ts.isTemplateMiddleOrTemplateTail(inner)) {
      parts.push(inner.text);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return parts.join('…');
}

function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName.replaceAll('\\', '/')}:${line + 1}`;
}
