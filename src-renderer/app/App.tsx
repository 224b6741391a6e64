import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Router, Switch } from 'wouter';
import { Empty, Loading } from '../components/State.tsx';
import { Start } from '../pages/start/Start.tsx';
import { useConnection } from '../sync/connection.ts';
import { hrefOf, useAddress, useAsked } from './address.ts';
import { useDark } from './appearance.ts';
import { antdTheme } from './antd-theme.ts';
import { Closed } from './Closed.tsx';
import { Frame } from './Frame.tsx';
import { useLanguage } from '../words/language.ts';

const Run = lazy(async () => ({ default: (await import('../pages/run/Run.tsx')).Run }));
const Check = lazy(async () => ({ default: (await import('../pages/configure/after/Check.tsx')).Check }));
const Report = lazy(async () => ({ default: (await import('../pages/configure/after/Report.tsx')).Report }));
const History = lazy(async () => ({ default: (await import('../pages/history/History.tsx')).History }));
const Comparison = lazy(async () => ({
  default: (await import('../pages/history/Comparison.tsx')).Comparison,
}));
const Imports = lazy(async () => ({
  default: (await import('../pages/configure/imports/Imports.tsx')).Imports,
}));
const Settings = lazy(async () => ({ default: (await import('../pages/settings/Settings.tsx')).Settings }));
const Preview = lazy(async () => ({
  default: (await import('../pages/configure/preview/Preview.tsx')).Preview,
}));
const Preflight = lazy(async () => ({
  default: (await import('../pages/configure/preflight/Preflight.tsx')).Preflight,
}));
const SitePage = lazy(async () => ({
  default: (await import('../pages/configure/site/SitePage.tsx')).SitePage,
}));
const Sheet = lazy(async () => ({ default: (await import('../pages/configure/sheet/Sheet.tsx')).Sheet }));
const Mapping = lazy(async () => ({
  default: (await import('../pages/configure/mapping/Mapping.tsx')).Mapping,
}));
const Parts = lazy(async () => ({ default: (await import('../pages/parts/Parts.tsx')).Parts }));

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** An address that leads nowhere. */
function NotHere(): ReactElement {
  const { t } = useTranslation();
  return (
    <Empty title={t('notHere.title')} hint={t('notHere.hint')}>
      <Link href="/">{t('nav.start')}</Link>
    </Empty>
  );
}

interface JobRouteProps {
  readonly path: string;
  readonly children: (importId: number) => ReactElement;
}

/** Imports are numbered; anything else in their place leads nowhere. */
function JobRoute({ path, children }: JobRouteProps): ReactElement {
  return (
    <Route path={path}>
      {({ id = '' }: Readonly<Record<string, string | undefined>>) =>
        /^[1-9]\d{0,8}$/.test(id) ? children(Number(id)) : <NotHere />
      }
    </Route>
  );
}

/** Every address of the window. Pages are read when they are first opened. */
function Pages(): ReactElement {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Start />
        </Route>
        <JobRoute path="/job/:id/sheet">{(id) => <Sheet key={id} id={id} />}</JobRoute>
        <JobRoute path="/job/:id/mapping">{(id) => <Mapping key={id} importId={id} />}</JobRoute>
        <JobRoute path="/job/:id/site">{(id) => <SitePage key={id} importId={id} />}</JobRoute>
        <JobRoute path="/job/:id/preflight">{(id) => <Preflight key={id} importId={id} />}</JobRoute>
        <JobRoute path="/job/:id/preview">{(id) => <Preview key={id} importId={id} />}</JobRoute>
        <Route path="/mapping">
          <Mapping />
        </Route>
        <Route path="/run/:id">{({ id }) => <Run key={id} id={id} />}</Route>
        <Route path="/run/:id/check">{({ id }) => <Check key={id} id={id} />}</Route>
        <Route path="/run/:id/report">{({ id }) => <Report key={id} id={id} />}</Route>
        <Route path="/history">
          <History />
        </Route>
        <Route path="/history/compare/:a/:b">
          {({ a, b }) => <Comparison key={`${a} ${b}`} a={a} b={b} />}
        </Route>
        <Route path="/configure">
          <Imports />
        </Route>
        <Route path="/settings">
          <Settings />
        </Route>
        <Route path="/parts">
          <Parts />
        </Route>
        <Route>
          <NotHere />
        </Route>
      </Switch>
    </Suspense>
  );
}

export function App(): ReactElement {
  const dark = useDark();
  const language = useLanguage();
  const isClosed = useConnection(({ link }) => link === 'closed');
  return (
    <ConfigProvider
      theme={antdTheme(dark)}
      locale={language === 'en' ? enUS : zhCN}
      csp={{ nonce }}
      wave={{ disabled: true }}
      // What a dialog opens belongs above it.
      getPopupContainer={(trigger) => trigger?.closest('dialog') ?? document.body}
      button={{ autoInsertSpace: false }}
    >
      <Router hook={useAddress} searchHook={useAsked} hrefs={hrefOf}>
        {isClosed ? (
          <Closed />
        ) : (
          <Frame>
            <Pages />
          </Frame>
        )}
      </Router>
    </ConfigProvider>
  );
}
