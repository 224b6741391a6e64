/** What the pages of all engines need to know of this one. */
import { lazy, type ReactElement } from 'react';
import type { Connection } from '../../../src-main/contract/connections.ts';
import { nodeRetryGroups, nodeRetryName, nodesName } from '../../../src-main/contract/node-retry-names.ts';
import { OfCluster } from '../../clusters/OfCluster.tsx';
import type { AddressValues, EnginePagesParts, EngineRoute } from '../../engine-pages.ts';
import { BeginRow } from './BeginRow.tsx';
import { nodesRoom } from './room.ts';
import { useRunStages } from './run/use-run-stages.ts';
import { words } from './words/index.ts';

const Choose = lazy(async () => ({ default: (await import('./list/Choose.tsx')).Choose }));
const Nodes = lazy(async () => ({ default: (await import('./list/Nodes.tsx')).Nodes }));
const NodePage = lazy(async () => ({ default: (await import('./node/NodePage.tsx')).NodePage }));
const RunNodes = lazy(async () => ({ default: (await import('./run/RunNodes.tsx')).RunNodes }));

const ofCluster =
  (page: (connection: Connection, values: AddressValues) => ReactElement) =>
  (values: AddressValues): ReactElement => {
    const { connection = '' } = values;
    return (
      <OfCluster key={connection} room={nodesRoom} name={connection} page={(found) => page(found, values)} />
    );
  };

const routes: readonly EngineRoute[] = [
  { path: '/nodes', page: () => <Choose /> },
  { path: '/nodes/:connection', page: ofCluster((connection) => <Nodes connection={connection} />) },
  {
    path: '/nodes/:connection/:node',
    page: ofCluster((connection, { node = '' }) => (
      <NodePage key={node} connection={connection} name={node} />
    )),
  },
];

const icon = (
  <>
    <rect x="2.2" y="8.6" width="10.6" height="4" rx=".8" />
    <path d="M4.6 10.6h.01M7 10.6h.01" />
    <path d="M10.6 3.6A3.4 3.4 0 1 0 10.8 6" />
    <path d="M11 1.6v2.3H8.7" />
  </>
);

export const nodeRetryPages = {
  kind: 'node-retry',
  name: nodeRetryName,
  groups: nodeRetryGroups,
  navigation: { to: nodesRoom.to, icon, position: 30 },
  routes,
  begin: { Rows: BeginRow, Unfinished: () => null },
  runFrame: { useStages: useRunStages, pages: {}, overview: { name: nodesName, Pane: RunNodes } },
  words,
} satisfies EnginePagesParts;
