/**
 * What the router asks of the application behind it. The owner's runtime implements it; an attached host has the same
 * router on the other side of a wire and never this.
 */
import type {
  ConfigureRequest,
  ImportDocument,
  ImportRun,
  MappingProposal,
  PairingRow,
  PlanCheck,
  PlanDifference,
  PreflightItem,
  PreviewSheetRequest,
  SiteCheck,
  SheetReading,
} from '../contract/configure.ts';
import type { Sleep } from '../contract/after-sleep.ts';
import type { FaultScenario } from '../contract/fault.ts';
import type { ChangeBatch, Topic } from '../contract/feed.ts';
import type { CellOverride, Finding, IgnoredFinding, ProfileMapping } from '../contract/finding.ts';
import type { ApplicationFacts, HomeSettings, SiteKey } from '../contract/machine.ts';
import type { CellReference } from '../contract/site-plan.ts';
import type { BothReports } from '../contract/report.ts';
import type { PracticePace } from '../contract/practice-pace.ts';
import type { RunTiming } from '../contract/run-timing.ts';
import type {
  Attempt,
  Difference,
  Existing,
  LogLine,
  OutputLine,
  PlannedStep,
  PreviewDocument,
  Question,
  RunDocument,
  RunRow,
} from '../contract/run.ts';
import type { Language } from '../contract/text.ts';
import type { WorkbookGrid } from '../contract/workbook-grid.ts';

/** Lines by their numbers; the first of a log is 1. */
export interface LineRange {
  readonly from: number;
  readonly limit: number;
}

/** Where a person wants a file written. */
export interface OutputFile {
  readonly path: string;
  /** Whether an existing file that is not ours may be replaced. */
  readonly overwrite: boolean;
}

export interface PlanFile {
  readonly path: string;
  readonly profile: string | null;
}

export interface StepDecision {
  readonly run: string;
  readonly step: string;
  readonly reason: string;
  readonly by: string;
}

export interface RunAnswer {
  readonly run: string;
  readonly question: string | null;
  readonly choice: string;
  readonly value: string | null;
  readonly reason: string | null;
  readonly by: string;
}

export interface RunRetry {
  readonly run: string;
  readonly steps: readonly string[] | null;
  readonly edits: readonly { readonly key: string; readonly value: string }[];
  /** Values for secrets that cannot be resolved, by path in the plan; kept in memory only. */
  readonly secrets: readonly { readonly key: string; readonly value: string }[];
  readonly by: string;
}

/** An ISO that lies beside a workbook. */
export interface ImageFile {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** `ConfigureRequest` with its grants resolved to paths. */
export type ConfigureOrder = Omit<ConfigureRequest, 'file' | 'iso'> & {
  readonly path: string;
  readonly isoPath: string | null;
  readonly by: string;
};

/** `PreviewSheetRequest` with its grants resolved to paths; it brings no secrets. */
export type PreviewSheetOrder = ConfigureOrder & Pick<PreviewSheetRequest, 'preview' | 'readAt' | 'sha256'>;

export interface Application {
  facts(): ApplicationFacts;
  readonly machine: {
    /** Forgets every secret that this process was given or has read; answers how many. What runs now goes on with what it has. */
    clearSecrets(): number;
    /** What people accepted, by site. */
    siteKeys(): readonly SiteKey[];
    forgetSiteKey(key: Omit<SiteKey, 'acceptedAt'>): void;
    settings(): HomeSettings;
    keepSettings(settings: HomeSettings): void;
    /** Cuts off what was under way and has every run at work look around. */
    slept(sleep: Sleep): Promise<void>;
  };
  readonly runs: {
    list(): readonly RunRow[];
    show(run: string): RunDocument;
    /** The open question that `answer` without a choice prints, or null. */
    question(run: string): Question | null;
    /** Faults that were ordered for its practice site when it was made. */
    faults(run: string): readonly string[];
    /** What tells how long the run has worked and will still take. */
    timing(run: string): RunTiming;
    /** Every try of one step, or of every step, the first one first. */
    attempts(run: string, step?: string): readonly Attempt[];
    /** Values of the plan that may be changed before a step is tried again. */
    editable(run: string, step: string): readonly { readonly key: string; readonly value: string | null }[];
    /** What the plan says of each step beside its row: its cells, and what follows when its process died inside it. */
    planned(run: string): readonly PlannedStep[];
    /** How long each of the runs has worked, in milliseconds: no waiting, and what ran side by side counts once. */
    worked(runs: readonly string[]): Readonly<Record<string, number>>;
    /** Lines from a number on: at most `limit`, fewer when they are long; none is the end. Without a name the run's own log. */
    logs(run: string, range: LineRange, stream?: string): Promise<readonly LogLine[]>;
    /** The same of what another program has written. */
    output(run: string, range: LineRange, stream: string): Promise<readonly OutputLine[]>;
    retry(retry: RunRetry): Promise<void>;
    /** Has an ended run read everything again and make its report anew. */
    recheck(run: string, by: string, signal: AbortSignal): Promise<void>;
    cancel(run: string, by: string): Promise<void>;
    answer(answer: RunAnswer): Promise<void>;
    /** Makes the run that takes an ended one back; it waits to be confirmed. Answers its id. */
    revert(run: string): Promise<string>;
    skip(decision: StepDecision): Promise<void>;
    markDone(decision: StepDecision): Promise<void>;
    /** What is there now of the object that the step's conflict was about, field by field beside the plan. */
    existing(run: string, step: string, signal: AbortSignal): Promise<Existing>;
    /** `agreed`: the differences the person was shown; others are refused, as is an object that is not there. */
    adopt(
      decision: StepDecision & { readonly agreed: readonly Difference[] | null },
      signal: AbortSignal,
    ): Promise<void>;
    /** Resolves when nothing is being executed for the run: it has ended or waits. */
    settled(run: string, signal: AbortSignal): Promise<RunDocument>;
  };
  readonly plan: {
    check(file: PlanFile): Promise<PlanCheck>;
    read(file: PlanFile): Promise<SheetReading>;
    /** The sheets as one sees them in Excel, corrections put in, without passwords. */
    grid(file: PlanFile): Promise<WorkbookGrid>;
    /** For a workbook that no profile fits: how its labels could be understood, to be confirmed or corrected. */
    propose(file: PlanFile): Promise<MappingProposal>;
    /** The findings as a workbook of their own, which speaks one language. */
    exportFindings(file: PlanFile, out: OutputFile, language: Language): Promise<void>;
  };
  readonly imports: {
    list(): readonly ImportDocument[];
    /** Which run was made from which import, the latest run first. */
    runs(): readonly ImportRun[];
    /** Reads the workbook and keeps that this version was seen; answers its import. */
    open(file: PlanFile): Promise<ImportDocument>;
    show(id: number): ImportDocument;
    difference(id: number, before: string, after: string): PlanDifference;
    override(
      id: number,
      override: Omit<CellOverride, 'at' | 'original'>,
      secret: string | null,
    ): Promise<void>;
    removeOverride(id: number, sheet: string, cell: string): Promise<void>;
    /** What would be found in the workbook with this value in its cell; nothing is kept. Not for passwords. */
    tryValue(id: number, at: CellReference, value: string | null): Promise<readonly Finding[]>;
    ignoreFinding(id: number, finding: Omit<IgnoredFinding, 'at'>): Promise<void>;
    restoreFinding(id: number, finding: Pick<IgnoredFinding, 'code' | 'sheet' | 'cell'>): Promise<void>;
    confirmMapping(mapping: ProfileMapping): Promise<void>;
  };
  readonly configure: {
    /** The VMTools images beside the workbook, by name; offered, never used without a yes. */
    images(workbookPath: string): Promise<readonly ImageFile[]>;
    /** The base URL that the sheet suggests: its first host's management address. Null where it has none, or cannot be read. */
    proposedAddress(file: PlanFile): Promise<string | null>;
    preview(order: ConfigureOrder, signal: AbortSignal): Promise<PreviewDocument>;
    /** The preview as one HTML file to be signed. Refused when it would hold a secret. */
    previewDocument(order: PreviewSheetOrder): Promise<string>;
    preflight(order: ConfigureOrder, signal: AbortSignal): Promise<readonly PreflightItem[]>;
    /** The last site check of an import, whichever window asked for it; null where none holds any more. */
    lastCheck(importId: number): SiteCheck | null;
    pairing(order: ConfigureOrder, signal: AbortSignal): Promise<readonly PairingRow[]>;
    /** Answers the run's id once the run is on disk. `sha256`: the workbook that a person agreed to; refused when it is another one now. */
    start(
      order: ConfigureOrder & { readonly confirmed: boolean; readonly sha256?: string | undefined },
    ): Promise<string>;
  };
  readonly practice: {
    faults(): Promise<readonly FaultScenario[]>;
    /** `fresh`: the site and the sample as at first. The image is one to be uploaded at that pace. */
    open(how: { readonly fresh: boolean; readonly pace: PracticePace | null }): Promise<{
      readonly import: ImportDocument;
      readonly iso: { readonly path: string; readonly name: string; readonly sizeBytes: number };
    }>;
    /** That of this home's own practice site now. */
    pace(): PracticePace;
    /** Where this home's own practice site answers; null while it was not started. */
    address(): Promise<string | null>;
    reset(): Promise<void>;
  };
  readonly reports: {
    /** Makes the acceptance report of a run; answers the HTML. Refused when it would hold a secret. */
    make(run: string, language: Language): Promise<string>;
    /** The same as data, refused as `make` is. */
    document(run: string): Promise<BothReports>;
  };
  changes(topic: Topic, cursor: string | null, signal: AbortSignal): AsyncIterable<ChangeBatch>;
}
