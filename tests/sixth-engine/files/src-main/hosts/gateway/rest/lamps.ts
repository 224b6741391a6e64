import { answerJson } from '../answers.ts';
import { readJsonBody } from '../json-body.ts';
import type { Route } from '../route.ts';

/** Turns a lamp as another program asks for it: the body is whether it is to be on. */
export const lampRoutes: readonly Route[] = [
  {
    method: 'PUT',
    pattern: '/apis/lamps/:name',
    errorBody: ({ code }) => ({ status: code === 'INPUT_INVALID' ? 400 : 401, body: { lamp: code } }),
    async handle({ request, params, client }, response) {
      const order = { name: params['name'], isOn: await readJsonBody(request) };
      const run = await client().runs.start({ kind: 'lamp', order, confirmed: true });
      const { state } = await client().runs.settled({ run });
      answerJson(response, 200, { run, state });
    },
  },
];
