/** Which addresses of a machine make its network another one. */
import assert from 'node:assert/strict';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { test } from 'node:test';
import { networkAddresses } from '../../../src/transport/networkAddresses.ts';

test('in an order of their own, with the names of their interfaces', () => {
  const both = ['wlan0 10.0.0.1', 'wlan0 2001:db8::1'];
  check({ wlan0: ['2001:db8::1', '10.0.0.1'] }, both);
  check({ wlan0: ['10.0.0.1', '2001:db8::1'] }, both);
  check({ tun0: ['10.8.0.2'], eth0: ['10.0.0.1'] }, ['eth0 10.0.0.1', 'tun0 10.8.0.2']);
  check({ eth1: ['10.0.0.1'] }, ['eth1 10.0.0.1']);
});

test('without those that say nothing of the way out', () => {
  check({ eth0: ['fe80::1', '10.0.0.1'], veth1: ['fe80::2'] }, ['eth0 10.0.0.1']);
  check({ eth0: ['FE9f::1', 'feaa::1', 'febf::1', '169.254.7.7'] }, []);
  // Neighbours of those ranges.
  check({ eth0: ['fec0::1', '169.253.0.1'] }, ['eth0 169.253.0.1', 'eth0 fec0::1']);
  assert.equal(networkAddresses({ lo: [info('127.0.0.1', true), info('::1', true)] }), '');
  assert.equal(networkAddresses({ gone: undefined }), '');
});

test('of this machine when nothing is handed in', () => {
  assert.equal(networkAddresses(), networkAddresses(networkInterfaces()));
});

function check(
  all: Readonly<Record<string, readonly string[]>>,
  expected: readonly string[],
): void {
  const interfaces = Object.entries(all).map(([name, addresses]): [string, Info[]] => [
    name,
    addresses.map((address) => info(address, false)),
  ]);
  assert.equal(networkAddresses(Object.fromEntries(interfaces)), expected.join('\n'));
}

type Info = NetworkInterfaceInfo;

function info(address: string, internal: boolean): Info {
  const base = { address, internal, mac: '02:00:00:00:00:00', netmask: '', cidr: null };
  return address.includes(':')
    ? { ...base, family: 'IPv6', scopeid: 0 }
    : { ...base, family: 'IPv4' };
}
