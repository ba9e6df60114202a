/** The addresses by which this machine is on the network, as a text to compare. */
import { networkInterfaces } from 'node:os';

/** Without those that come and go with every container and say nothing of the way out: of the machine itself, and link-local ones. */
export function networkAddresses(interfaces = networkInterfaces()): string {
  const addresses: string[] = [];
  for (const [name, all = []] of Object.entries(interfaces)) {
    for (const { address, internal } of all) {
      if (!internal && !/^(?:fe[89ab]|169\.254\.)/i.test(address))
        addresses.push(`${name} ${address}`);
    }
  }
  return addresses.sort().join('\n');
}
