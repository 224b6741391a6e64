/** Objects as rows of a Table, as kubectl asks for them. */
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import { columnsOf } from './columns.ts';

export const wantsTable = (accept: string): boolean => /as=Table;(?:v=v1|g=meta\.k8s\.io)/.test(accept);

/** What a Table needs besides its rows. */
export interface TableOf {
  readonly resource: Resource;
  readonly metadata: object;
  readonly nowMs: number;
}

const rowObject = ({ metadata }: KubernetesObject): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

export function tableOf(
  objects: readonly KubernetesObject[],
  { resource, metadata, nowMs }: TableOf,
): object {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name, type, isWide }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: name,
      priority: isWide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, nowMs)),
      object: rowObject(object),
    })),
  };
}
