import { lazy, Suspense, type ReactElement } from 'react';
import { Redirect, Route, Switch, useSearch } from 'wouter';
import { NotHere } from '../components/NotHere.tsx';
import { Loading } from '../components/State.tsx';
import { allEngines, type AddressValues } from '../engine-pages.ts';
import { Start } from '../pages/start/Start.tsx';
import { addressFor, formerAddresses } from './former-addresses.ts';

const Run = lazy(async () => ({ default: (await import('../pages/run/Run.tsx')).Run }));
const Ahead = lazy(async () => ({ default: (await import('../pages/run/Ahead.tsx')).Ahead }));
const RunStage = lazy(async () => ({ default: (await import('../pages/run/RunStage.tsx')).RunStage }));
const Runs = lazy(async () => ({ default: (await import('../pages/runs/Runs.tsx')).Runs }));
const Comparison = lazy(async () => ({
  default: (await import('../pages/runs/Comparison.tsx')).Comparison,
}));
const Sites = lazy(async () => ({ default: (await import('../pages/sites/Sites.tsx')).Sites }));
const Connections = lazy(async () => ({
  default: (await import('../pages/connections/Connections.tsx')).Connections,
}));
const ConnectionPage = lazy(async () => ({
  default: (await import('../pages/connections/ConnectionPage.tsx')).ConnectionPage,
}));
const NewConnection = lazy(async () => ({
  default: (await import('../pages/connections/NewConnection.tsx')).NewConnection,
}));
const Settings = lazy(async () => ({ default: (await import('../pages/settings/Settings.tsx')).Settings }));
const Parts = lazy(async () => ({ default: (await import('../pages/parts/Parts.tsx')).Parts }));

/** What was asked of the former address is asked of the one that it leads to. */
function Moved({ to, values }: { readonly to: string; readonly values: AddressValues }): ReactElement {
  const asked = useSearch();
  return <Redirect replace to={`${addressFor(to, values)}${asked === '' ? '' : `?${asked}`}`} />;
}

/** Every address of the window. Pages are read when they are first opened. */
export function Pages(): ReactElement {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Start />
        </Route>
        <Route path="/runs">
          <Runs />
        </Route>
        <Route path="/runs/compare/:a/:b">{({ a, b }) => <Comparison key={`${a} ${b}`} a={a} b={b} />}</Route>
        <Route path="/runs/:id">{({ id }) => <Run key={id} id={id} />}</Route>
        <Route path="/runs/:id/preview">{({ id }) => <Ahead key={id} id={id} />}</Route>
        <Route path="/runs/:id/:stage">
          {({ id, stage }) => <RunStage key={`${id} ${stage}`} id={id} stage={stage} />}
        </Route>
        <Route path="/sites">
          <Sites />
        </Route>
        <Route path="/connections">
          <Connections />
        </Route>
        <Route path="/connections/:name">{({ name }) => <ConnectionPage key={name} name={name} />}</Route>
        <Route path="/new-connection">
          <NewConnection />
        </Route>
        <Route path="/settings">
          <Settings />
        </Route>
        <Route path="/parts">
          <Parts />
        </Route>
        {allEngines().flatMap(({ routes }) =>
          routes.map(({ path, page }) => (
            <Route key={path} path={path}>
              {page}
            </Route>
          )),
        )}
        {formerAddresses().map(({ from, to }) => (
          <Route key={from} path={from}>
            {(values: AddressValues) => <Moved to={to} values={values} />}
          </Route>
        ))}
        <Route>
          <NotHere />
        </Route>
      </Switch>
    </Suspense>
  );
}
