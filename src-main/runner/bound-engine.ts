import type { Json } from '../contract/json.ts';
import type { PlannedStep, PreviewDocument } from '../contract/run.ts';
import type { Engine, Journal } from './definition.ts';
import type { LiveRunPorts } from './change.ts';
import { LiveRun } from './live-run.ts';
import type { Observer } from './observers.ts';
import type { StoredRun } from './ports.ts';
import { previewStored, type Previewed } from './preview-run.ts';
import { previewRun, type PreviewOptions } from './preview.ts';
import { draftOf, type StartRequest } from './requests.ts';
import { canTakeBack, createRevertEngine, type StoredRevert } from './revert.ts';
import { storedInput } from './stored.ts';

/** An engine for who knows neither its input nor its world: the two meet only inside. Stored input is parsed on the way in. */
export interface BoundEngine {
  readonly kind: string;
  /** Names the own log of its runs. */
  readonly logName: string;
  readonly usualMs: Readonly<Record<string, number>>;
  /** What is stored of a run that is asked for. */
  draft(request: StartRequest, createdAt: number): StoredRun;
  /** The run in the hands of this process. RECORD_DAMAGED where its input cannot be read any more. */
  open(stored: StoredRun, ports: LiveRunPorts): LiveRun<unknown, unknown>;
  /** What a run with this input would find and do. */
  preview(input: Json, options: PreviewOptions): Promise<PreviewDocument>;
  /** What a stored run would if it went on. */
  previewStored(previewed: Previewed, options: PreviewOptions): Promise<PreviewDocument>;
  /** What the engine says of a stored run besides its rows. RECORD_DAMAGED where its input cannot be read any more. */
  describe(stored: Pick<StoredRun, 'id' | 'input'>): RunDescription;
  canTakeBack(revert: StoredRevert): boolean;
  observers(): readonly Observer[];
  /** The engine of the runs that take back what runs of this one changed. */
  revert(): BoundEngine;
}

export interface RunDescription {
  readonly faults: readonly string[];
  readonly leftOut: PreviewDocument['leftOut'];
  planned(journal: Journal): readonly PlannedStep[];
  outputs(journal: Journal, intentOf: (step: string) => Json | null): Readonly<Record<string, Json>>;
  editable(step: string): readonly { readonly key: string; readonly value: string | null }[];
}

/** The engine with the types of its input and its world closed over. */
export function bind<Input, World>(engine: Engine<Input, World>): BoundEngine {
  return {
    kind: engine.kind,
    logName: engine.logName,
    usualMs: engine.usualMs ?? {},
    draft: (request, createdAt) => draftOf(engine, request, createdAt),
    open: (stored, ports) => new LiveRun(engine, stored, ports),
    preview: (input, options) => previewRun(engine, input, options),
    previewStored: (previewed, options) => previewStored(engine, previewed, options),
    describe(stored) {
      const input = storedInput(engine, stored);
      return {
        faults: engine.faults?.(input) ?? [],
        leftOut: engine.leftOut(input),
        planned: (journal) =>
          engine
            .plan(input, journal)
            .map(({ key, onCrash, sources = [] }) => ({ key, onCrash, cells: [...sources] })),
        outputs: (journal, intentOf) => engine.outputs(input, journal, intentOf),
        editable: (step) => engine.editable(input, step),
      };
    },
    canTakeBack: (revert) => canTakeBack(engine, { ...revert, input: engine.parseInput(revert.input) }),
    observers: () => engine.observers?.() ?? [],
    revert: () => bind(createRevertEngine(engine)),
  };
}
