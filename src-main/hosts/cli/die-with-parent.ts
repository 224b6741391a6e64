const lookEveryMs = 200;

/**
 * Killing the command kills the work. Started through npm, this process is a child of what gets killed, and nobody
 * tells a child of that: it looks whether its parent is still there.
 */
export function dieWithParent(): void {
  if (process.env['npm_lifecycle_event'] === undefined) {
    return;
  }
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) {
      process.kill(process.pid, 'SIGKILL');
    }
  }, lookEveryMs);
  look.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Not ours to signal, but there.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
