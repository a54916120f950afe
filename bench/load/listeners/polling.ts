// Asking again and again: every so often, or as soon as the last question was answered.
import { createExchange } from './exchange.ts';
import { bearer, eventsPath, type Listen, type ListenerOptions } from './listener.ts';

/** Seconds a long poll asks to be kept waiting. */
const wait = 25;

/** Every `everyMs`; the next one at once where an answer took longer than that. */
export const pollEvery =
  (everyMs: number): Listen =>
  async (options) => {
    const ask = await begin(options, '');
    const { index, of } = options.place;
    let at = performance.now() + (everyMs * index) / of;
    let timer: NodeJS.Timeout;
    const again = (): void => {
      const now = performance.now();
      while (at <= now) at += everyMs;
      timer = setTimeout(() => void ask.once().then(again, options.fail), at - now);
    };
    again();
    return {
      close() {
        clearTimeout(timer);
        ask.close();
      },
    };
  };

export const longPoll: Listen = async (options) => {
  const ask = await begin(options, `&wait=${wait}`);
  const again = (): void => void ask.once().then(again, options.fail);
  again();
  return ask;
};

/** The first question only says where now is. */
async function begin({ port, token, traffic, hear }: ListenerOptions, more: string) {
  const exchange = createExchange(port, traffic, bearer(token));
  let since = cursorOf(await exchange.ask({ path: eventsPath }));
  return {
    async once(): Promise<void> {
      const text = await exchange.ask({ path: `${eventsPath}?since=${since}${more}` });
      since = cursorOf(text);
      hear(text);
    },
    close: exchange.close,
  };
}

/** Nobody can write it into a message: quotes are escaped there. */
function cursorOf(page: string): string {
  const [, cursor] = /"next":(\d+)/.exec(page) ?? [];
  if (cursor === undefined) throw new Error(`no page of events: ${page}`);
  return cursor;
}
