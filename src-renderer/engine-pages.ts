/** What the pages of all engines need to know of each one. The list is in `pages/all.ts`; nothing else names an engine. */
import type { ComponentType, ReactElement } from 'react';
import type { ReportDocument } from '../src-main/contract/report.ts';
import type { PlannedStep, Question, RunRow, StepRow } from '../src-main/contract/run.ts';
import type { Language, Text } from '../src-main/contract/text.ts';
import type { StageLink } from './components/PageHead.tsx';
import type { Side } from './pages/runs/use-side.ts';

/** The values of an address by their names: `id` of `/clusters/:id`. */
export type AddressValues = Readonly<Record<string, string | undefined>>;

/** Keys of a catalogue, whichever it is. */
type WordKey = string;

export interface EngineRoute {
  readonly path: string;
  readonly page: (values: AddressValues) => ReactElement;
  /** Addresses that led here before; they still do. */
  readonly former?: readonly string[];
}

export interface OverviewProps {
  readonly run: RunRow;
  /** In the order of the plan. */
  readonly steps: readonly StepRow[];
  /** The key of the step that is shown beside it. */
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** The stages that a run is one of. */
export interface RunFrame {
  /** Every stage, in order; the one whose key is `run` is the run's own page. Called as a hook. */
  readonly useStages: (run: RunRow) => readonly StageLink[];
  /** Pages of a run besides its own and its report, by the last part of their address: `/runs/:id/check`. */
  readonly pages: Readonly<Record<string, ComponentType<{ readonly id: string }>>>;
  /** What a run shows first, in the place of its graph and its list of steps; those stay one click away. */
  readonly overview?: { readonly name: Text; readonly Pane: ComponentType<OverviewProps> };
  /** What the two ways to cancel are called, where one of them also takes back what was changed by then. */
  readonly cancelWays?: { readonly stay: Text; readonly back: Text };
}

/** How one question of the engine's own is answered. The answer is a text, as the run takes it. */
export interface QuestionPane {
  /** What is proposed. */
  readonly first: string;
  /** The key of what is still missing; null where the text is an answer. */
  readonly missing: (value: string) => WordKey | null;
  readonly fields: (value: string, onChange: (value: string) => void) => ReactElement;
}

export interface ReportFact {
  /** Of its name. */
  readonly key: WordKey;
  readonly value: string;
  /** Of the words for the value, where it is not shown as it stands. */
  readonly valueKey?: WordKey;
}

export interface EngineFacts {
  /** What a name in an intent, a failure or a question stands for; common words are looked for where there is none. */
  readonly nameKeys: Readonly<Record<'intent' | 'compared' | 'question', (name: string) => WordKey>>;
  /** Names values that may be written over in a run, by their path. Called as a hook. */
  readonly useValueName: () => (path: string, valueAt: (path: string) => string | null) => string | null;
  /** What a step works from, as rows of a list of facts. */
  readonly Sources: ComponentType<{ readonly run: RunRow; readonly planned: PlannedStep }>;
  /** What a report says of its run, for two runs beside each other. */
  readonly ofReport: (report: ReportDocument) => readonly ReportFact[];
  /** What the reports of two runs say differently. */
  readonly Differences: ComponentType<{ readonly first: Side; readonly second: Side }>;
  /** Errors that say that something of the engine's is not in this home, by code. */
  readonly notHere: Readonly<Record<string, { readonly hint: WordKey; readonly to: string }>>;
}

export interface EnginePages {
  /** The kind of its runs; those that take one back are `<kind>:revert`. */
  readonly kind: string;
  readonly name: Text;
  /** What the groups of its steps are called. */
  readonly groups: Readonly<Record<string, Text>>;
  readonly navigation: {
    readonly to: string;
    /** Drawn in 15 × 15. */
    readonly icon: ReactElement;
    /** Where it stands among the others: they rise, in tens. */
    readonly position: number;
  };
  readonly routes: readonly EngineRoute[];
  readonly begin: {
    /** Rows of "new task" on the start page. `isFirst`: nothing waits, so to begin is the page's first act. */
    readonly Rows: ComponentType<{ readonly isFirst: boolean }>;
    /** What was begun and no run was made of, as items of a list. */
    readonly Unfinished: ComponentType;
  };
  readonly runFrame: RunFrame;
  /** By the code of the question. Null where what is told with it cannot be read: it is then answered like any other. */
  readonly questionPanes: Readonly<Record<string, (question: Question) => QuestionPane | null>>;
  readonly facts: EngineFacts;
  readonly words: Readonly<Record<Language, Readonly<Record<string, object>>>>;
}

type Needed = 'kind' | 'name' | 'navigation' | 'routes';

/** What an engine must say of its pages; the rest where it has something to say. */
export type EnginePagesParts = Pick<EnginePages, Needed> & Partial<Omit<EnginePages, Needed>>;

/** One without ways to begin, stages, questions or reports of its own: its runs are shown as any run is. */
const withDefaults = (parts: EnginePagesParts): EnginePages => ({
  groups: {},
  begin: { Rows: () => null, Unfinished: () => null },
  runFrame: { useStages: () => [], pages: {} },
  questionPanes: {},
  facts: {
    nameKeys: { intent: (name) => name, compared: (name) => name, question: (name) => name },
    useValueName: () => () => null,
    Sources: () => null,
    ofReport: () => [],
    Differences: () => null,
    notHere: {},
  },
  words: { 'zh-CN': {}, en: {} },
  ...parts,
});

let engines: readonly EnginePages[] = [];

/** Handed over once, before the first page is drawn. */
export function provideEngines(list: readonly EnginePagesParts[]): void {
  engines = list.map(withDefaults).sort((one, other) => one.navigation.position - other.navigation.position);
}

export const allEngines = (): readonly EnginePages[] => engines;

const revertKind = /:revert$/;

/** The engine of a run, also of one that takes another back; null for a kind that this program does not know. */
export function engineOf(kind: string): EnginePages | null {
  const own = kind.replace(revertKind, '');
  return engines.find((engine) => engine.kind === own) ?? null;
}

/** Whether an address is one of the engine's own pages. */
export const isPageOf = ({ navigation: { to } }: EnginePages, address: string): boolean =>
  address === to || address.startsWith(`${to}/`);
