/** What the pages of all engines need to know of this one. */
import { lazy, type ReactElement } from 'react';
import type { Connection } from '../../../src-main/contract/connections.ts';
import {
  batchesName,
  restartCancelWays,
  restartGroups,
  restartName,
  workloadKinds,
} from '../../../src-main/contract/restart-names.ts';
import { OfCluster } from '../../clusters/OfCluster.tsx';
import { NotHere } from '../../components/NotHere.tsx';
import type { AddressValues, EnginePagesParts, EngineRoute } from '../../engine-pages.ts';
import { BeginRow } from './BeginRow.tsx';
import { workloadsRoom } from './room.ts';
import { useRunStages } from './run/use-run-stages.ts';
import { words } from './words/index.ts';

const Choose = lazy(async () => ({ default: (await import('./list/Choose.tsx')).Choose }));
const Workloads = lazy(async () => ({ default: (await import('./list/Workloads.tsx')).Workloads }));
const RestartPage = lazy(async () => ({ default: (await import('./order/RestartPage.tsx')).RestartPage }));
const WorkloadPage = lazy(async () => ({
  default: (await import('./workload/WorkloadPage.tsx')).WorkloadPage,
}));
const Batches = lazy(async () => ({ default: (await import('./run/Batches.tsx')).Batches }));

const ofCluster =
  (page: (connection: Connection) => ReactElement) =>
  ({ connection = '' }: AddressValues): ReactElement => (
    <OfCluster key={connection} room={workloadsRoom} name={connection} page={page} />
  );

/** `/workloads/CONNECTION/NAMESPACE/KIND/NAME`. */
function ofWorkload(values: AddressValues): ReactElement {
  const { namespace = '', name = '', kind } = values;
  const known = workloadKinds.find((one) => one === kind);
  return known === undefined ? (
    <NotHere />
  ) : (
    ofCluster((connection) => (
      <WorkloadPage
        key={`${namespace}/${known}/${name}`}
        connection={connection}
        workload={{ namespace, kind: known, name }}
      />
    ))(values)
  );
}

const routes: readonly EngineRoute[] = [
  { path: '/workloads', page: () => <Choose /> },
  { path: '/workloads/:connection', page: ofCluster((connection) => <Workloads connection={connection} />) },
  {
    path: '/workloads/:connection/restart',
    page: ofCluster((connection) => <RestartPage connection={connection} />),
  },
  { path: '/workloads/:connection/:namespace/:kind/:name', page: ofWorkload },
];

const icon = (
  <>
    <path d="M12.4 6.2A5.2 5.2 0 1 0 12.7 8.5" />
    <path d="M12.7 2.8v3.6H9.1" />
    <rect x="5.6" y="5.8" width="3.8" height="3.4" rx=".5" />
  </>
);

export const restartPages = {
  kind: 'restart',
  name: restartName,
  groups: restartGroups,
  navigation: { to: workloadsRoom.to, icon, position: 20 },
  routes,
  begin: { Rows: BeginRow, Unfinished: () => null },
  runFrame: {
    useStages: useRunStages,
    pages: {},
    overview: { name: batchesName, Pane: Batches },
    cancelWays: restartCancelWays,
  },
  words,
} satisfies EnginePagesParts;
