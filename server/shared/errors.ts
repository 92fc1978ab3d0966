import type { Role } from './current-user.js';
import { message, type Said } from './message.js';

/** For logs and stack traces, which have no reader's language. */
const asLogged = (said: Said): string =>
  (typeof said === 'string' ? said : said.values === undefined ? said.key : `${said.key} ${JSON.stringify(said.values)}`);

/**
 * One error family: web/error-handler maps it to HTML, problem+json or text. What is said is for the person who reads it and is
 * put into words there, in that person's language.
 */
export class AppError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly said: Said,
  ) {
    super(asLogged(said));
    this.name = new.target.name;
  }
}

export class NotFoundError extends AppError {
  /** `what` begins a sentence: "This page". */
  constructor(what: Said) {
    super(404, 'not-found', message('errors:notFound', { what }));
  }
}

export class SignInRequiredError extends AppError {
  constructor() {
    super(401, 'sign-in-required', message('errors:signInRequired'));
  }
}

export class ForbiddenError extends AppError {
  /** With the roles that may, where it is a matter of the role. */
  constructor(said: Said = message('errors:forbidden'), readonly roles: readonly Role[] = []) {
    super(403, 'forbidden', said);
  }
}

/** Somebody else was faster: says what happened, nothing was overwritten. */
export class ConflictError extends AppError {
  constructor(said: Said) {
    super(409, 'conflict', said);
  }
}

export class TooManyRequestsError extends AppError {
  constructor(readonly retryAfterSeconds: number) {
    super(429, 'too-many-requests', message('errors:tooManyRequests', { count: Math.max(1, Math.ceil(retryAfterSeconds / 60)) }));
  }
}

/** The store does not answer at the moment. Nothing was saved by the request, and nothing is lost of what was saved before. */
export class StoreOfflineError extends AppError {
  readonly retryAfterSeconds = 30;

  constructor() {
    super(503, 'store-offline', message('errors:storeOffline'));
  }
}

export type FieldErrors = Readonly<Record<string, Said>>;

/** One line of all faults, for readers without a form. */
export const faultsOf = (fields: FieldErrors, print: (said: Said) => string): string =>
  Object.entries(fields).map(([field, said]) => `${field}: ${print(said)}`).join('; ');

/** Rejected input: one message a field (dotted path), naming the field and the value where that helps. */
export class ValidationError extends AppError {
  constructor(readonly fields: FieldErrors) {
    super(422, 'invalid-input', message('errors:invalidInput', { faults: faultsOf(fields, asLogged) }));
  }
}
