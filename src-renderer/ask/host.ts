/** What the window around the page can do for it. The gateway's browser can do little; the desktop more. */
import { create } from 'zustand';
import type { Answered, GrantedFile } from '../../src-main/contract/desktop.ts';
import type { FileKindName } from '../../src-main/contract/file-kinds/file-kinds.ts';
import { desktop } from './desktop.ts';

/** A file by the handle its host granted, with the name to show. */
export interface PickedFile extends Pick<GrantedFile, 'grant' | 'name'> {
  readonly sizeBytes: number | null;
}

interface PickRequest {
  readonly kind: FileKindName;
  readonly settle: (file: PickedFile | null) => void;
}

/** The question the gateway's own file picker answers; null when nobody asks. */
export const usePicking = create<{ readonly request: PickRequest | null }>(() => ({ request: null }));

/** Lets the person choose a file; null when none was chosen. The page never sees a path. */
export async function pickFile(kind: FileKindName): Promise<Answered<PickedFile | null>> {
  const bridge = desktop();
  return bridge === null ? { ok: true, value: await pickAtGateway(kind) } : bridge.pickFile(kind);
}

function pickAtGateway(kind: FileKindName): Promise<PickedFile | null> {
  return new Promise((resolve) => {
    usePicking.getState().request?.settle(null);
    const settle = (file: PickedFile | null): void => {
      usePicking.setState({ request: null });
      resolve(file);
    };
    usePicking.setState({ request: { kind, settle } });
  });
}
