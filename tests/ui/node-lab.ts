import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { openConsole, type Console } from '../support/console.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { openSite, type Site } from '../unit/practice-kubernetes/site.ts';

export interface Lab extends Console {
  readonly site: Site;
}

/** A console with a connection to a management cluster of its own, whose nodes come to their end within a second. */
export async function openLab(language: 'zh-CN' | 'en', faults: readonly string[] = []): Promise<Lab> {
  const site = await openSite({ faults });
  const runtime = await openRuntime(temporaryDirectory());
  onTestFinished(() => runtime.close());
  await clientOf(runtime.application).client.connections.add({
    kind: 'kubernetes',
    name: 'lab',
    isDefault: true,
    kubeconfig: { text: readFileSync(site.kubernetes.kubeconfig, 'utf8') },
    allow: ['files'],
    approved: [],
  });
  return { ...(await openConsole(runtime.application, { language })), site };
}
