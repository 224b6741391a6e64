import type { PracticeKubernetes, PracticeKubernetesOptions } from './kubernetes/practice-kubernetes.ts';

/** Starts the practice Kubernetes; its code is loaded by whoever asks for it first, which most runs never do. */
export async function createPracticeKubernetes(
  options: PracticeKubernetesOptions,
): Promise<PracticeKubernetes> {
  const kubernetes = await import('./kubernetes/practice-kubernetes.ts');
  return kubernetes.createPracticeKubernetes(options);
}
