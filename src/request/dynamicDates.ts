/** `$timestamp`, `$datetime`, `$localDatetime`: a time, moved by `-1 d`, in a form. */
import dayjs, { type Dayjs } from 'dayjs';
import advancedFormat from 'dayjs/plugin/advancedFormat.js';
import utc from 'dayjs/plugin/utc.js';
import { dayjsPattern } from './datePattern.ts';
import type { DynamicValue } from './dynamicValue.ts';
import type { Chance } from './scope.ts';

dayjs.extend(utc);
dayjs.extend(advancedFormat);

/** Seconds since 1970. */
export function timestampValue(offset: string, { now }: Chance): DynamicValue {
  const time = moved(dayjs.utc(now()), offset);
  return time?.isValid() === true
    ? { text: String(Math.floor(time.valueOf() / 1000)) }
    : {
        message: `\`$timestamp\` takes a number and a unit of ${units}, such as \`$timestamp -1 d\``,
      };
}

/** `rest` is a form and an offset; Visual Studio lets both away. */
export function dateValue(name: string, rest: string, { now }: Chance): DynamicValue {
  const [, word, quoted, other, offset = ''] = form.exec(rest) ?? [];
  const pattern = quoted ?? other;
  const isLocal = name === '$localDatetime';
  const time = moved(isLocal ? dayjs(now()) : dayjs.utc(now()), offset);
  if (!form.test(rest) || time?.isValid() !== true) {
    const message = `\`${name}\` takes rfc1123, iso8601 or a pattern in quotes, and may be moved by a number and a unit of ${units}: \`${name} "YYYY-MM-DD" -1 d\``;
    return { message };
  }
  if (pattern !== undefined) return { text: time.format(dayjsPattern(pattern)) };
  if (word === 'rfc1123') {
    return { text: time.format(`ddd, DD MMM YYYY HH:mm:ss ${isLocal ? 'ZZ' : '[GMT]'}`) };
  }
  return { text: isLocal ? time.format('YYYY-MM-DDTHH:mm:ss.SSSZ') : time.toISOString() };
}

const form = /^(?:(rfc1123|iso8601)(?=\s|$)|"([^"]*)"|'([^']*)')?\s*(|[+-]?\d.*)$/s;
const units = 'y, Q, M, w, d, h, m, s or ms';

/** Null where the offset is none. */
function moved(time: Dayjs, offset: string): Dayjs | null {
  if (offset.trim() === '') return time;
  const [, amount, unit = ''] =
    /^([+-]?\d{1,12})\s+(y|Q|M|w|d|h|m|s|ms)$/.exec(offset.trim()) ?? [];
  if (amount === undefined) return null;
  // Quarters would need a plugin of their own.
  if (unit === 'Q') return time.add(Number(amount) * 3, 'M');
  return time.add(Number(amount), unit as 'y' | 'M' | 'w' | 'd' | 'h' | 'm' | 's' | 'ms');
}
