import { powerMonitor, powerSaveBlocker } from 'electron';
import type { MachineState } from '../../contract/desktop.ts';
import { createClockWatch } from './clock-watch.ts';

export interface Machine {
  state(): MachineState;
  /** Keeps the machine from sleeping while a run is live; the display may go dark. */
  keepAwake(isWorking: boolean): void;
  stop(): void;
}

const lookEveryMs = 10_000;

/** What the machine does to the work: sleep as the system reports it, and as the clock betrays it where it does not. */
export function createMachine(onChange: (state: MachineState) => void): Machine {
  let blocker: number | null = null;
  let suspendedAt: number | null = null;
  let slept: MachineState['slept'] = null;
  const state = (): MachineState => ({
    onBattery: powerMonitor.onBatteryPower,
    keptAwake: blocker !== null,
    slept,
  });
  const told = (): void => onChange(state());
  const sleptThrough = (from: number, until: number): void => {
    slept = { from, until };
    told();
  };
  const watch = createClockWatch({ everyMs: lookEveryMs, onGap: sleptThrough });
  const timer = setInterval(() => watch.look(Date.now()), lookEveryMs);
  powerMonitor.on('suspend', () => {
    suspendedAt = Date.now();
  });
  powerMonitor.on('resume', () => {
    if (suspendedAt !== null) sleptThrough(suspendedAt, Date.now());
    suspendedAt = null;
    watch.forget(Date.now());
  });
  powerMonitor.on('on-battery', told);
  powerMonitor.on('on-ac', told);
  return {
    state,
    keepAwake(isWorking) {
      if (isWorking === (blocker !== null)) return;
      if (blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      else {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
      told();
    },
    stop: () => clearInterval(timer),
  };
}
