/** Why a redirect is the answer. */
import type { NotFollowed } from '../client/exchange.ts';
import { maskUrl } from './maskUrl.ts';

/** A clause: `ftp://x.test/ is neither http nor https`. Secrets of the exchange are left to who asks. */
export function whyNotFollowed({ location, because }: NotFollowed): string {
  const place = maskUrl(location);
  switch (because) {
    case 'no-redirect':
      return `it leads to ${place}, and # @no-redirect asks for the redirect itself`;
    case 'setting':
      return `it leads to ${place}, and the settings do not follow redirects (keepalive.request.followRedirects)`;
    case 'scheme':
      return `${place} is neither http nor https`;
    case 'invalid':
      return `${place} is not a valid URL`;
    case 'nowhere':
      return 'it has no Location';
  }
}

/** For the one line of the annotation. */
export const shortNotFollowed: Readonly<Record<NotFollowed['because'], string>> = {
  'no-redirect': 'not followed: @no-redirect',
  setting: 'not followed: settings',
  scheme: 'not followed: neither http nor https',
  invalid: 'not followed: Location is no URL',
  nowhere: 'not followed: no Location',
};

/** Whether nobody asked for it. */
export function isSurprising({ because }: NotFollowed): boolean {
  return because !== 'no-redirect' && because !== 'setting';
}
