import { writeFileSync } from 'node:fs';

/** What of a process a core dump holds on Linux, as a mask: nothing of its memory. */
const noMemory = '0';

/**
 * The owner's memory holds passwords, and a system may be set to keep what a crashed process had in memory. Node cannot set
 * the limit for cores, but on Linux a process may say what stands in its own. Elsewhere `docs/security.md` says what to set.
 */
export function keepMemoryOutOfCores(): void {
  if (process.platform !== 'linux') {
    return;
  }
  try {
    writeFileSync('/proc/self/coredump_filter', noMemory);
  } catch {
    // Without /proc, as in some jails, it stays as the system set it.
  }
}
