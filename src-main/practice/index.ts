/** The embedded practice site: a SmartX cluster and its hosts on loopback, with faults to order. */
export { faultCatalog, parseFault, type Fault } from './faults.ts';
export { practicePlanSchema, type PracticePlan } from './plan.ts';
export { createPracticeSite, type PracticeOptions, type PracticeSite } from './site.ts';
export type { KubernetesAddress, PracticeDescription, PracticeHost, PracticeState } from './description.ts';
export type { JournalEntry } from './journal.ts';
export type { PracticeKubernetes, PracticeKubernetesOptions } from './kubernetes/practice-kubernetes.ts';
export { createPracticeKubernetes } from './open-kubernetes.ts';
export type { PracticeClock } from './world.ts';
