import { secretsIn } from '../../adapters/kubernetes/context-secrets.ts';
import { isUsable } from '../../adapters/kubernetes/kubeconfig.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { Application } from '../../api/application.ts';
import { offeredContexts, readKubeconfig } from './kubeconfig-file.ts';
import { offeredFolder } from './kubeconfig-folder.ts';
import { inputOf } from './new-connection.ts';
import { readCertificate } from './primus-trust.ts';

/** What a person sees before a connection is added; nothing is kept, run or sent. */
export const offersRoom = (
  redactor: Pick<Redactor, 'add'>,
): Pick<Application['connections'], 'offer' | 'offerFolder' | 'certificate'> => ({
  async offer(source, { grants }) {
    const read = await readKubeconfig(inputOf(source, grants));
    for (const secret of read.kubeconfig.contexts.filter(isUsable).flatMap(secretsIn)) {
      redactor.add(secret);
    }
    return offeredContexts(read);
  },
  offerFolder: ({ beside }, { grants }) =>
    offeredFolder(beside === null ? null : grants.resolve('read', beside), grants),
  certificate: async ({ server }, { signal }) => ({ fingerprint: await readCertificate(server, signal) }),
});
