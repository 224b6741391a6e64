import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Sleep } from '../../contract/after-sleep.ts';
import type { MachineState } from '../../contract/desktop.ts';
import { createClockWatch, momentNow, watchClock } from '../owner/clock-watch.ts';

export interface Machine {
  state(): MachineState;
  /** Keeps the machine from sleeping while a run is live; the display may go dark. */
  keepAwake(isWorking: boolean): void;
  stop(): void;
}

interface MachineParts {
  readonly onChange: (state: MachineState) => void;
  readonly onSlept: (sleep: Sleep) => void;
}

/** What the machine does to the work: sleep as the system reports it, and as the clock betrays it where it does not. */
export function createMachine({ onChange, onSlept }: MachineParts): Machine {
  let blocker: number | null = null;
  let suspendedAt: number | null = null;
  let slept: MachineState['slept'] = null;
  const state = (): MachineState => ({
    onBattery: powerMonitor.onBatteryPower,
    keptAwake: blocker !== null,
    slept,
  });
  const told = (): void => onChange(state());
  const sleptThrough = (sleep: Sleep): void => {
    slept = sleep;
    told();
    onSlept(sleep);
  };
  const watch = createClockWatch(sleptThrough);
  const stopWatch = watchClock(watch);
  powerMonitor.on('suspend', () => {
    suspendedAt = momentNow().at;
  });
  powerMonitor.on('resume', () => {
    const now = momentNow();
    // A clock that was set back meanwhile makes no sleep of less than nothing.
    if (suspendedAt !== null) {
      sleptThrough({ from: Math.min(suspendedAt, now.at), until: now.at });
    }
    suspendedAt = null;
    watch.forget(now);
  });
  powerMonitor.on('on-battery', told);
  powerMonitor.on('on-ac', told);
  return {
    state,
    keepAwake(isWorking) {
      if (isWorking === (blocker !== null)) {
        return;
      }
      if (blocker === null) {
        blocker = powerSaveBlocker.start('prevent-app-suspension');
      } else {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
      told();
    },
    stop: stopWatch,
  };
}
