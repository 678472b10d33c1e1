import ipaddr from 'ipaddr.js';

/** Masking of addresses for readers of Web API 3: the network is shown, the device is not. */

const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/;
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
// At the end or before `::`. The parser would take octets such as 0x7f and refuse those above 255.
const EMBEDDED_IPV4 = /(?<=^|:)\d{1,3}(?:\.\d{1,3}){3}(?=::|$)/g;

/** Removes the prefix of an IPv4-mapped IPv6 address, `::ffff:192.0.2.1`. Others are unchanged. */
export const withoutMapping = (address: string): string => address.replace(MAPPED, '');

/**
 * An IPv4 address with its last octet 0, an IPv6 address cut to its /48; `::ffff:` is removed from an IPv4 address first.
 * Anything else (a proxy may send any text) is not shown: "".
 */
export const maskAddress = (address: string): string => {
  const v4 = IPV4.exec(withoutMapping(address));
  if (v4 !== null) return `${v4[1]}.0`;
  return maskIpv6(address);
};

const maskIpv6 = (address: string): string => {
  // The zone of a link-local address (`fe80::1%eth0`) names an interface, not a network.
  // An IPv4 tail is two groups of the device; any other dot is an error.
  const text = address.replace(/%.*$/s, '').replace(EMBEDDED_IPV4, '0:0');
  if (text.includes('.') || !ipaddr.IPv6.isValid(text)) return '';
  const network = ipaddr.IPv6.parse(text).parts.slice(0, 3);
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(':')}::`;
};

/**
 * Prefixes of the addresses that are shown as `masked`: each of those starts with one of these texts, but so may others.
 * Addresses are stored as received: with or without leading zeros in a group, with or without `::`, in any case.
 */
export const beginningsOf = (masked: string): readonly string[] => {
  const v4 = IPV4.exec(masked);
  if (v4 !== null) return [`${v4[1]}.`, `::ffff:${v4[1]}.`, `::FFFF:${v4[1]}.`];
  const shown = masked.replace(/::$/, '').split(':');
  const short: string[] = [];
  let texts: readonly string[] = [''];
  for (const place of [0, 1, 2]) {
    const group = Number.parseInt(shown[place] || '0', 16);
    // `::` may replace it.
    if (group === 0) short.push(...texts.map((text) => (text === '' ? '::' : `${text}:`)));
    texts = withGroup(texts, group);
  }
  return [...new Set([...short, ...texts].flatMap((text) => [text, text.toUpperCase()]))];
};

/** Each text followed by a group and a colon, in every spelling of the group. */
const withGroup = (texts: readonly string[], group: number): readonly string[] => {
  const hex = group.toString(16);
  const written = [
    hex,
    ...[2, 3, 4].filter((length) => length > hex.length).map((length) => hex.padStart(length, '0')),
  ];
  return texts.flatMap((text) => written.map((one) => `${text}${one}:`));
};
