import { create } from 'zustand';

/** A page that can be gone to from the one that is shown. */
interface Way {
  readonly title: string;
  readonly to: string | null;
}

/** The other stages of what is shown now, for whoever goes somewhere by name. */
export const useStagesInHand = create<{ readonly stages: readonly Way[] }>(() => ({ stages: [] }));

/** Holds until what is returned is called. */
export function showStages(stages: readonly Way[]): () => void {
  useStagesInHand.setState({ stages });
  return () => useStagesInHand.setState({ stages: [] });
}
