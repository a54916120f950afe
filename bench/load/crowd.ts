// Many people in one room, some of them talking.
import { percentile } from '../numbers.ts';
import { join, type Target, type Voice } from './dialects.ts';

/** Everybody's text has this length, in characters. */
const textLength = 80;
const senders = 10;
/** Nothing may take longer than this to arrive. */
const patienceMs = 20_000;

export type Burst = {
  /** Messages delivered to somebody, all told. */
  deliveries: number;
  /** Those of the time in which the senders kept sending, in each of its seconds. */
  perSecond: number;
  /** From sending to arriving at one of them, in milliseconds. */
  p50: number;
  p99: number;
};

export function createCrowd() {
  let voices: Voice[] = [];
  let delivered = 0;
  let said = 0;
  let latencies: number[] = [];
  /** Called with each sender's own message as it comes back. */
  let onOwn: (sender: number) => void = () => {};
  let failure: Error | undefined;

  /** Only senders look into what they get; the first one takes the times. */
  function listen(index: number, payload: Buffer): void {
    for (const [, sender, at] of payload.toString('latin1').matchAll(/#(\d+):([\d.]+)#/g)) {
      if (index === 0) latencies.push(performance.now() - Number(at));
      if (Number(sender) === index) onOwn(index);
    }
  }

  function say(sender: number): void {
    said++;
    voices[sender]?.say(`#${sender}:${performance.now().toFixed(3)}#`.padEnd(textLength, 'x'));
  }

  async function settled(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (delivered < said * voices.length) {
      if (failure) throw failure;
      if (performance.now() > deadline)
        throw new Error(`${said * voices.length - delivered} deliveries never came`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  function begin(): void {
    delivered = 0;
    said = 0;
    latencies = [];
  }
  const result = (perSecond: number): Burst => ({
    deliveries: delivered,
    perSecond,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  });

  return {
    async gather(target: Target, size: number): Promise<void> {
      for (let first = 0; first < size; first += 50) {
        const group = Array.from({ length: Math.min(50, size - first) }, (_, n) => first + n);
        const joined = group.map((index) =>
          join(target, index, {
            onMessages(count, payload) {
              delivered += count;
              if (index < senders) listen(index, payload);
            },
            onPacket(payload) {
              if (index < senders && payload.includes('"ok":false'))
                failure = new Error(payload.toString());
            },
          }),
        );
        voices.push(...(await Promise.all(joined)));
      }
    },

    /** Each sender keeps `window` messages under way, for `ms`; then all of them arrive. */
    async burst(window: number, ms: number): Promise<Burst> {
      begin();
      const start = performance.now();
      const until = start + ms;
      onOwn = (sender) => {
        if (performance.now() < until) say(sender);
      };
      const speakers = Math.min(senders, voices.length);
      for (let sender = 0; sender < speakers; sender++)
        for (let n = 0; n < window; n++) say(sender);
      await new Promise((resolve) => setTimeout(resolve, ms));
      // Not `ms`: a busy process looks at its watch late.
      const perSecond = (delivered / (performance.now() - start)) * 1000;
      await settled();
      return result(perSecond);
    },

    /** So many messages a second, whatever becomes of them, for `ms`. */
    async steady(rate: number, ms: number): Promise<Burst> {
      begin();
      onOwn = () => {};
      const total = Math.round((rate * ms) / 1000);
      const start = performance.now();
      for (let n = 0; n < total; n++) {
        const wait = start + (n * 1000) / rate - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        say(n % Math.min(senders, voices.length));
      }
      await settled();
      return result((delivered / (performance.now() - start)) * 1000);
    },

    leave(): void {
      for (const voice of voices) voice.close();
      voices = [];
    },
  };
}
