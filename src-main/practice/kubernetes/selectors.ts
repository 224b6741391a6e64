/** Which objects a list, a watch or a controller is about. */
import { isTree, textAt, treesAt, type KubernetesObject, type Tree } from './object.ts';
import { badRequest } from './refusals.ts';
import type { Resource } from './resources.ts';

export type Matches = (object: KubernetesObject) => boolean;

type Labels = Readonly<Record<string, string>>;

const everything: Matches = () => true;

/** Splits at commas that stand outside of brackets. */
const requirementsOf = (selector: string): string[] =>
  selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

type Holds = (labels: Labels) => boolean;

/** `tier in (a, b)` */
function setRequirement(text: string): Holds | null {
  const [, key = '', operator, list = ''] = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text) ?? [];
  if (operator === undefined) {
    return null;
  }
  const values = list.split(',').map((value) => value.trim());
  const isAmong: Holds = (labels) => labels[key] !== undefined && values.includes(labels[key]);
  return operator === 'in' ? isAmong : (labels) => !isAmong(labels);
}

/** `app=web` */
function equalityRequirement(text: string): Holds | null {
  const [, key = '', operator, value = ''] = /^([^=!\s]+)\s*(==|!=|=)\s*(\S*)$/.exec(text) ?? [];
  if (operator === undefined) {
    return null;
  }
  return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
}

/** `canary`, `!canary` */
function presenceRequirement(text: string): Holds | null {
  const [, not = '', key] = /^(!?)\s*([\w./-]+)$/.exec(text) ?? [];
  return key === undefined ? null : (labels) => (labels[key] === undefined) === (not === '!');
}

function labelRequirement(text: string): Holds {
  const holds = setRequirement(text) ?? equalityRequirement(text) ?? presenceRequirement(text);
  if (holds === null) {
    throw badRequest(`unable to parse requirement: found '${text}', expected: a label selector`);
  }
  return holds;
}

/** Of a query: `app=web,tier in (a, b),!canary`. */
export function labelMatches(selector: string): Matches {
  const requirements = requirementsOf(selector).map(labelRequirement);
  return requirements.length === 0
    ? everything
    : ({ metadata }) => requirements.every((holds) => holds(metadata.labels ?? {}));
}

function expressionHolds(expression: Tree, labels: Labels): boolean {
  const value = labels[textAt(expression, 'key')];
  const values = Array.isArray(expression['values']) ? expression['values'] : [];
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Of an object: `{matchLabels, matchExpressions}`. */
export function selectorMatches(selector: unknown, labels: Labels = {}): boolean {
  const wanted = isTree(selector) && isTree(selector['matchLabels']) ? selector['matchLabels'] : {};
  return (
    Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
    treesAt(selector, 'matchExpressions').every((expression) => expressionHolds(expression, labels))
  );
}

const everywhere = ['metadata.name', 'metadata.namespace'];

/** The fields a kind may be selected by. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  '/pods': ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase', 'status.podIP'],
  '/nodes': ['spec.unschedulable'],
  '/namespaces': ['status.phase'],
  '/secrets': ['type'],
  'batch/jobs': ['status.successful'],
  '/events': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

function fieldRequirement(resource: Resource, text: string): Matches {
  const [, path = '', operator = '', value = ''] = /^([^=!]+)(==|!=|=)(.*)$/.exec(text) ?? [];
  if (path === '') {
    throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  }
  if (!everywhere.includes(path) && selectable[resource.key]?.includes(path) !== true) {
    throw badRequest(`field label not supported: ${path}`);
  }
  const read = path === 'source' ? 'source.component' : path;
  const isSame: Matches = (object) => textAt(object, read) === value;
  return operator === '!=' ? (object) => !isSame(object) : isSame;
}

/** Of a query: `metadata.name=web,status.phase!=Running`. Fields that the kind is not selected by are refused. */
export function fieldMatches(resource: Resource, selector: string): Matches {
  const requirements = requirementsOf(selector).map((text) => fieldRequirement(resource, text));
  return requirements.length === 0 ? everything : (object) => requirements.every((holds) => holds(object));
}
