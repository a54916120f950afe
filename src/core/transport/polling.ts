// Socket.IO's long polling by Node's own requests. The library's follows redirects, and past the
// first one it has forgotten the agent: a server could send us anywhere, to anybody's key.
import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Fetch } from 'socket.io-client';
import { textOf } from './bounded.ts';

export class DirectPolling extends Fetch {
  override doPoll(): void {
    this.#exchange('GET').then(
      (answer) => this.onData(answer),
      (error: unknown) => this.onError('poll error', error),
    );
  }

  override doWrite(data: string, written: () => void): void {
    this.#exchange('POST', data).then(written, (error: unknown) =>
      this.onError('post error', error),
    );
  }

  /** The answer's text; anything but 200 is a failure. */
  async #exchange(method: 'GET' | 'POST', data?: string): Promise<string> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const ask = this.opts.secure ? requestHttps : requestHttp;
      const agent = this.opts.agent as unknown as Agent | undefined;
      const headers = data === undefined ? {} : { 'content-type': 'text/plain;charset=UTF-8' };
      ask(this.uri(), { method, headers, ...(agent && { agent }) })
        .once('response', resolve)
        .once('error', reject)
        .end(data);
    });
    if (response.statusCode === 200) return textOf(response);
    response.resume();
    throw new Error(`status ${response.statusCode}`);
  }
}
