/** A run, node by node, from its steps. Pure. */
import type { StepRow } from '../../../../src-main/contract/run.ts';
import { stepSentence } from '../../../../src-main/contract/state-words.ts';
import type { Text } from '../../../../src-main/contract/text.ts';

/** What the run's document says of a node: `outputs.nodes`. */
export interface RecordedNode {
  readonly nodeId: string;
  readonly podsDeleted: readonly string[];
  readonly attempts: number;
}

/** `refused`: nothing was done with it. `started`: it is followed. */
export type NodeStage = 'waiting' | 'working' | 'refused' | 'started' | 'succeeded' | 'failed' | 'canceled';

export interface RunNode {
  readonly name: string;
  readonly stage: NodeStage;
  /** The step that tells how it stands: the first one that has not succeeded, else the last one. */
  readonly step: StepRow;
  /** The phase that it began in and the one that it is in, as far as they are known. */
  readonly from: string | null;
  readonly to: string | null;
  /** Attempts on it by runs of this home, this one included; null until that is known. */
  readonly attempts: number | null;
  readonly podsDeleted: readonly string[];
  /** What is kept of its failure. */
  readonly evidence: Text | null;
  /** Why it was refused, or has failed. */
  readonly cause: Text | null;
  /** What refused it, for those who tell it in words of their own. */
  readonly error: StepRow['error'];
}

const order = ['right', 'evidence', 'pods', 'status', 'follow'] as const;

const amiss: readonly StepRow['state'][] = ['failed', 'warning'];

/** Told by the first step that did not succeed; what follows from it was left out. */
function stageOf(part: string, { state }: StepRow): NodeStage {
  if (state === 'canceled') {
    return 'canceled';
  }
  if (amiss.includes(state)) {
    return part === 'right' ? 'refused' : 'failed';
  }
  if (part === 'follow') {
    return state === 'succeeded' ? 'succeeded' : 'started';
  }
  return part === 'right' && state === 'pending' ? 'waiting' : 'working';
}

/** The phase that a failure names. */
function phaseOf(step: StepRow | undefined): string | null {
  const named = step?.error?.data['phase'];
  return typeof named === 'string' && named !== '' ? named : null;
}

/** As the steps tell it: `ManagedFailed → Managing` of the one that changes the status, and then the phase that it came to. */
function phasesIn(part: (name: (typeof order)[number]) => StepRow | undefined): {
  readonly from: string | null;
  readonly to: string | null;
} {
  const [, from, started] = /^(\w*) → (\w*)$/.exec(part('status')?.message?.en ?? '') ?? [];
  const follow = part('follow');
  const ended = follow?.state === 'succeeded' ? (follow.message?.en ?? null) : phaseOf(follow);
  return { from: from ?? phaseOf(part('right')), to: ended ?? started ?? null };
}

/** Every node of the run, in the order in which they were named. */
export function nodesOf(steps: readonly StepRow[], recorded: readonly RecordedNode[]): readonly RunNode[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const records = new Map(recorded.map((record) => [record.nodeId, record]));
  return steps.flatMap(({ key }) => {
    if (!key.startsWith('right:')) {
      return [];
    }
    const name = key.slice('right:'.length);
    const parts = order.flatMap((part) => {
      const step = byKey.get(`${part}:${name}`);
      return step === undefined ? [] : [{ part, step }];
    });
    const decisive = parts.find(({ step }) => step.state !== 'succeeded') ?? parts.at(-1);
    if (decisive === undefined) {
      return [];
    }
    const record = records.get(name);
    const stage = stageOf(decisive.part, decisive.step);
    const { from, to } = phasesIn((part) => byKey.get(`${part}:${name}`));
    return [
      {
        name,
        stage,
        step: decisive.step,
        from,
        to,
        attempts: record?.attempts ?? null,
        podsDeleted: record?.podsDeleted ?? [],
        evidence: byKey.get(`evidence:${name}`)?.message ?? null,
        cause: stage === 'refused' || stage === 'failed' ? stepSentence(decisive.step) : null,
        error: decisive.step.error,
      },
    ];
  });
}
