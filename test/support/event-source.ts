type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** Milliseconds before a lost stream is opened again; browsers take a few seconds. */
const RECONNECT = 50;

/**
 * EventSource as far as our page uses it (HTML, 9.2): named events with data, states, a new try when the stream breaks off and
 * none after an answer that is no stream. Node has its own behind a flag only.
 */
export function eventSourceOver(fetchAs: Fetch): typeof EventSource {
  class StandIn extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSED = 2;
    readyState = StandIn.CONNECTING;
    readonly #path: string;
    readonly #gone = new AbortController();

    constructor(path: string) {
      super();
      this.#path = path;
      void this.#read();
    }

    close(): void {
      this.readyState = StandIn.CLOSED;
      this.#gone.abort();
    }

    async #read(): Promise<void> {
      while (this.readyState !== StandIn.CLOSED) {
        const response = await this.#open();
        if (response !== null && response.status !== 200) this.close();
        else if (response !== null) await this.#receive(response);
        if (this.#gone.signal.aborted && response?.status === 200) return;
        if (this.readyState !== StandIn.CLOSED) this.readyState = StandIn.CONNECTING;
        this.dispatchEvent(new Event('error'));
        if (this.readyState !== StandIn.CLOSED) await new Promise((resolve) => setTimeout(resolve, RECONNECT).unref());
      }
    }

    async #open(): Promise<Response | null> {
      try {
        return await fetchAs(this.#path, { headers: { accept: 'text/event-stream' }, signal: this.#gone.signal });
      } catch {
        return null;
      }
    }

    async #receive(response: Response): Promise<void> {
      this.readyState = StandIn.OPEN;
      this.dispatchEvent(new Event('open'));
      let rest = '';
      try {
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
          const blocks = (rest + chunk).split('\n\n');
          rest = blocks.pop()!;
          for (const block of blocks) this.#deliver(block);
        }
      } catch {
        // The connection broke off or the page left.
      }
    }

    #deliver(block: string): void {
      const fields = new Map(block.split('\n').map((line) => [line.split(':', 1)[0], line.replace(/^\w*: ?/, '')]));
      const data = fields.get('data');
      if (data === undefined || this.readyState === StandIn.CLOSED) return;
      this.dispatchEvent(new MessageEvent(fields.get('event') ?? 'message', { data }));
    }
  }
  return StandIn as unknown as typeof EventSource;
}
