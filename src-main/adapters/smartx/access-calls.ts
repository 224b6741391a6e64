/** Before there is a session: is the cluster there, who are its hosts, and how does one get in. */
import type { SmartxCluster } from '../../engines/configure/ports.ts';
import { isSuccess, systemMessageOf } from './answer.ts';
import type { Caller, SmartxCall } from './caller.ts';
import { deployment, hostScan } from './host-shapes.ts';
import { session } from './settings-shapes.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { resultCodeOf } from './result-code.ts';

type AccessCalls = Pick<
  SmartxCluster,
  'checkConnection' | 'verifyDeployed' | 'scanHosts' | 'setupRoot' | 'login'
>;

const alreadyWords = /exist|already|initiali[sz]ed|已初始化|已存在/i;
/** "not initialized" and "does not exist" hold the same words and mean the opposite. */
const negatedWords = /not[ _]?(yet[ _])?(initiali[sz]ed|exist)|未初始化|不存在/i;

/** What an initialised system answers is documented nowhere; every plausible form counts. */
function saysAlready(answer: HttpAnswer): boolean {
  if (answer.status === 409) {
    return true;
  }
  if (isSuccess(answer)) {
    return false;
  }
  if (answer.status >= 500 || answer.status === 401 || answer.status === 404) {
    return false;
  }
  const words = `${resultCodeOf(answer.json) ?? ''} ${systemMessageOf(answer.json) ?? ''}`;
  return alreadyWords.test(words) && !negatedWords.test(words);
}

const rootPath = '/api/v3/users:setupRoot';

export function createAccessCalls(caller: Caller): AccessCalls {
  return {
    checkConnection: async ({ signal }) => ({ fingerprint: await caller.http.fingerprint(signal) }),

    verifyDeployed: (options) =>
      caller.ask(
        {
          doing: { zh: '读取集群部署状态', en: 'reading the deployment state of the cluster' },
          method: 'GET',
          path: '/api/v2/deployment/deploy_verify',
        },
        deployment,
        options,
      ),

    scanHosts: (options) =>
      caller.ask(
        {
          doing: { zh: '扫描主机', en: 'scanning hosts' },
          method: 'GET',
          path: '/api/v2/deployment/host',
        },
        hostScan,
        options,
      ),

    setupRoot: async ({ username, password }, options) => {
      const call: SmartxCall = {
        doing: { zh: `初始化集群管理员 ${username}`, en: `setting up cluster administrator ${username}` },
        method: 'POST',
        path: rootPath,
        body: { username, password, repeat: password, encrypted: false },
        secrets: [password],
        as: 'none',
      };
      const answer = await caller.raw(call, options);
      if (saysAlready(answer)) {
        return 'already';
      }
      caller.requireOwn(answer, call);
      return 'created';
    },

    login: ({ username, password }, options) =>
      caller.ask(
        {
          doing: { zh: `以 ${username} 登录`, en: `logging in as ${username}` },
          method: 'POST',
          path: '/api/v3/sessions',
          body: { username, password, encrypted: false },
          secrets: [password],
          as: 'login',
        },
        session,
        options,
      ),
  };
}
