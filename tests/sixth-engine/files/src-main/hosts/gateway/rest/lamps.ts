import { z } from 'zod';
import { answerJson } from '../answers.ts';
import { withBody, type Route } from '../route.ts';

/** Turns a lamp as another program asks for it: the body is whether it is to be on. */
export const lampRoutes: readonly Route[] = [
  withBody({
    method: 'PUT',
    pattern: '/apis/lamps/:name',
    body: z.boolean(),
    errorBody: ({ code }) => ({ status: code === 'INPUT_INVALID' ? 400 : 401, body: { lamp: code } }),
    async handle({ params, client, body: isOn }, response) {
      const run = await client().runs.start({
        kind: 'lamp',
        order: { name: params['name'], isOn },
        confirmed: true,
      });
      const { state } = await client().runs.settled({ run });
      answerJson(response, 200, { run, state });
    },
  }),
];
