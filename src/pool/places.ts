/** A map by host and port. Two steps cost a send less than one key made of both. */
import type { HostPort } from './want.ts';

export class Places<Value> {
  readonly #byHost = new Map<string, Map<number, Value>>();

  get({ host, port }: HostPort): Value | undefined {
    return this.#byHost.get(host)?.get(port);
  }

  /** Those of each port of a host, in no order that matters. */
  atHost(host: string): Iterable<Value> {
    return this.#byHost.get(host)?.values() ?? [];
  }

  set({ host, port }: HostPort, value: Value): void {
    const byPort = this.#byHost.get(host);
    if (byPort === undefined) this.#byHost.set(host, new Map([[port, value]]));
    else byPort.set(port, value);
  }

  delete({ host, port }: HostPort): void {
    const byPort = this.#byHost.get(host);
    byPort?.delete(port);
    if (byPort?.size === 0) this.#byHost.delete(host);
  }
}
