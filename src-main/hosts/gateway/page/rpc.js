/**
 * Calls over a WebSocket in the wire format of the RPC library that the gateway uses: a request is
 * `{i, p: {u, b}}`, its answer `{i, p: {s, b}}`, one item of a stream `{i, t: 3, p: {e, d}}`, and `{i, t: 4}` gives up.
 */
const streamItem = 3;
const givenUp = 4;

/** An answer that is an error: `code` and `message` of the gateway. */
export class RefusedError extends Error {
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
}

export function createCaller(socket) {
  const calls = new Map();
  let last = 0;

  socket.addEventListener('message', ({ data }) => {
    const { i, t, p } = JSON.parse(data);
    calls.get(i)?.receive(t, p);
  });
  socket.addEventListener('close', () => {
    for (const { fail } of calls.values()) fail(new Error('the connection is closed'));
    calls.clear();
  });

  const open = (path, input, call) => {
    last += 1;
    const id = String(last);
    calls.set(id, call);
    socket.send(JSON.stringify({ i: id, p: { u: `/${path}`, b: { json: input } } }));
    return id;
  };

  return {
    /** Follows a stream until `stop` is called; `onEnd` is told once why it ended by itself. */
    follow(path, input, { onItem, onEnd }) {
      const end = (error) => {
        if (calls.delete(id)) onEnd(error);
      };
      const id = open(path, input, {
        fail: (error) => onEnd(error),
        receive(type, { s: status = 200, b: body, e: event, d: item }) {
          if (type !== streamItem) {
            if (status >= 400) end(new RefusedError(body.json));
          } else if (event === 'message') onItem(item.json);
          else end(event === 'error' ? new RefusedError(item.json) : null);
        },
      });
      return function stop() {
        if (calls.delete(id) && socket.readyState === WebSocket.OPEN)
          socket.send(JSON.stringify({ i: id, t: givenUp }));
      };
    },
  };
}
