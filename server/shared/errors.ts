/** One error family: web/error-handler maps it to HTML, problem+json or text. Messages are written for the person who reads them. */
export class AppError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class NotFoundError extends AppError {
  constructor(what: string) {
    super(404, 'not-found', `${what} was not found. It may have been removed, or the link is incomplete.`);
  }
}

export class SignInRequiredError extends AppError {
  constructor() {
    super(401, 'sign-in-required', 'Please log in to see this page.');
  }
}

export class ForbiddenError extends AppError {
  /** With the roles that may, where it is a matter of the role. */
  constructor(message = 'Your account may not do this.', readonly roles: readonly string[] = []) {
    super(403, 'forbidden', message);
  }
}

/** Somebody else was faster: says what happened, nothing was overwritten. */
export class ConflictError extends AppError {
  constructor(message: string) {
    super(409, 'conflict', message);
  }
}

export class TooManyRequestsError extends AppError {
  constructor(readonly retryAfterSeconds: number) {
    super(429, 'too-many-requests',
      `Too many attempts. Please wait ${Math.max(1, Math.ceil(retryAfterSeconds / 60))} minute(s) and try again.`);
  }
}

/** The store does not answer at the moment. Nothing was saved by the request, and nothing is lost of what was saved before. */
export class StoreOfflineError extends AppError {
  readonly retryAfterSeconds = 30;

  constructor() {
    super(503, 'store-offline', 'The place where everything is stored does not answer at the moment. What was saved before is safe.');
  }
}

export type FieldErrors = Readonly<Record<string, string>>;

/** Rejected input: one message a field (dotted path), naming the field and the value where that helps. */
export class ValidationError extends AppError {
  constructor(readonly fields: FieldErrors) {
    super(422, 'invalid-input', `Please check: ${Object.entries(fields).map(([field, text]) => `${field}: ${text}`).join('; ')}`);
  }
}
