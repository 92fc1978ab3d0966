/** The mail server will not take this mail, now or later; the message carries its own words. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}
