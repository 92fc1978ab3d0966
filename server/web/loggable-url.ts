import { paths } from './paths.js';

const SECRET_ADDRESSES = [paths.verifyEmail, paths.resetPassword, paths.invitation].map((pattern) => pattern.replace(':token', ''));

/** The address without the token of a mailed link: who reads the log must not be able to use it. */
export function loggableUrl(url: string): string {
  const secret = SECRET_ADDRESSES.find((start) => url.startsWith(start));
  return secret === undefined ? url : `${secret}…`;
}
