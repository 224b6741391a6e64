import type { PracticePace } from '../../contract/practice-pace.ts';

/** How long things take, in milliseconds. */
export interface Timings {
  readonly scheduling: number;
  /** From the node to a running container; the second part is spread by pod. */
  readonly start: readonly [number, number];
  /** As `start`, of a pod that is ordered to be slow. */
  readonly slowStart: number;
  readonly termination: number;
  /** Between two starts of a container that fails. */
  readonly backOff: number;
  /** Work of a Job's pod. */
  readonly task: number;
  /** Until the node controller has made the pod again. */
  readonly successor: number;
  /** Until the node controller has written the phase. */
  readonly phase: number;
  /** A kubespray pod at work on a node. */
  readonly kubespray: number;
  /** Until a machine is looked at again after its status was cleared. */
  readonly machineCheck: number;
}

const timingsOf: Readonly<Record<PracticePace, Timings>> = {
  real: {
    scheduling: 40,
    start: [1_800, 2_600],
    slowStart: 60_000,
    termination: 1_600,
    backOff: 10_000,
    task: 8_000,
    successor: 350,
    phase: 900,
    kubespray: 35_000,
    machineCheck: 2_500,
  },
  fast: {
    scheduling: 2,
    start: [30, 30],
    slowStart: 2_500,
    termination: 25,
    backOff: 300,
    task: 60,
    successor: 40,
    phase: 60,
    kubespray: 300,
    machineCheck: 100,
  },
};

export const timingsAt = (pace: PracticePace): Timings => timingsOf[pace];
