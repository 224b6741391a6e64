/** What the pages of all engines need to know of this one. */
import { lazy, type ReactElement } from 'react';
import { configureGroups, configureName } from '../../../src-main/contract/configure-names.ts';
import { NotHere } from '../../components/NotHere.tsx';
import type { AddressValues, EngineFacts, EnginePagesParts, EngineRoute } from '../../engine-pages.ts';
import { Begin } from './begin/Begin.tsx';
import { Unfinished } from './begin/Unfinished.tsx';
import { useValueName } from './job/plan-words.ts';
import { factsOfReport } from './run/facts-of-report.ts';
import { pairingPane } from './run/pairing-pane.tsx';
import { StepCells } from './run/StepCells.tsx';
import { useRunStages } from './run/use-run-stages.ts';
import { words } from './words/index.ts';

const Imports = lazy(async () => ({ default: (await import('./imports/Imports.tsx')).Imports }));
const Mapping = lazy(async () => ({ default: (await import('./mapping/Mapping.tsx')).Mapping }));
const Sheet = lazy(async () => ({ default: (await import('./sheet/Sheet.tsx')).Sheet }));
const SitePage = lazy(async () => ({ default: (await import('./site/SitePage.tsx')).SitePage }));
const Preflight = lazy(async () => ({ default: (await import('./preflight/Preflight.tsx')).Preflight }));
const Preview = lazy(async () => ({ default: (await import('./preview/Preview.tsx')).Preview }));
const Check = lazy(async () => ({ default: (await import('./after/Check.tsx')).Check }));
const Differences = lazy(async () => ({
  default: (await import('./after/CheckDifferences.tsx')).CheckDifferences,
}));

/** Imports are numbered; anything else in their place leads nowhere. */
const ofImport =
  (page: (importId: number) => ReactElement) =>
  ({ id = '' }: AddressValues): ReactElement =>
    /^[1-9]\d{0,8}$/.test(id) ? page(Number(id)) : <NotHere />;

const routes: readonly EngineRoute[] = [
  { path: '/configure', page: () => <Imports /> },
  { path: '/configure/mapping', former: ['/mapping'], page: () => <Mapping /> },
  {
    path: '/configure/sheets/:id',
    former: ['/job/:id/sheet'],
    page: ofImport((id) => <Sheet key={id} id={id} />),
  },
  {
    path: '/configure/sheets/:id/mapping',
    former: ['/job/:id/mapping'],
    page: ofImport((id) => <Mapping key={id} importId={id} />),
  },
  {
    path: '/configure/sheets/:id/site',
    former: ['/job/:id/site'],
    page: ofImport((id) => <SitePage key={id} importId={id} />),
  },
  {
    path: '/configure/sheets/:id/preflight',
    former: ['/job/:id/preflight'],
    page: ofImport((id) => <Preflight key={id} importId={id} />),
  },
  {
    path: '/configure/sheets/:id/preview',
    former: ['/job/:id/preview'],
    page: ofImport((id) => <Preview key={id} importId={id} />),
  },
];

const facts: EngineFacts = {
  nameKeys: {
    intent: (name) => `configure:intent.${name}`,
    compared: (name) => `configure:compared.${name}`,
    question: (name) => `configure:question.${name}`,
  },
  useValueName,
  Sources: StepCells,
  ofReport: factsOfReport,
  Differences,
  notHere: { IMPORT_NOT_FOUND: { hint: 'configure:notHere', to: '/configure' } },
};

const icon = (
  <>
    <rect x="2" y="2.5" width="11" height="10" rx="1" />
    <path d="M2 6h11M2 9.2h11M6 6v6.5" />
  </>
);

export const configurePages = {
  kind: 'configure',
  name: configureName,
  groups: configureGroups,
  navigation: { to: '/configure', icon, position: 40 },
  routes,
  begin: { Rows: Begin, Unfinished },
  runFrame: { useStages: useRunStages, pages: { check: Check } },
  questionPanes: { pairing: pairingPane },
  facts,
  words,
} satisfies EnginePagesParts;
