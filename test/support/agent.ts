import { findForm, type HtmlForm } from './html-form.js';

export interface TestResponse {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Path of a redirect on this host; null without one. */
  readonly location: string | null;
  /** Address that was asked for. */
  readonly path: string;
}

export interface TestFile {
  readonly field: string;
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly type?: string;
}

/** Values laid over the form's own; null takes the field away, a list sends the name several times. */
export type TestFields = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

export interface SubmitOptions {
  /** Part of the action of the form that is meant, where a page has several. */
  readonly action?: string;
  readonly files?: readonly TestFile[];
  readonly follow?: boolean;
}

function overlay(form: HtmlForm, fields: TestFields): [string, string][] {
  const kept = form.entries.filter(([name]) => !(name in fields)).map(([name, value]): [string, string] => [name, value]);
  const given = Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    if (value === null) return [];
    return Array.isArray(value) ? value.map((each: string): [string, string] => [name, each]) : [[name, String(value)]];
  });
  return [...kept, ...given];
}

function multipartBody(entries: readonly (readonly [string, string])[], files: readonly TestFile[]): FormData {
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  for (const { field, name, content, type = 'text/csv' } of files) {
    body.append(field, new Blob([typeof content === 'string' ? content : Uint8Array.from(content)], { type }), name);
  }
  return body;
}

/** A visitor with a cookie jar, without script: what it does a browser would do, and it follows no redirect unless asked to. */
export class Agent {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async request(path: string, init: RequestInit = {}): Promise<TestResponse> {
    const headers = new Headers({ accept: 'text/html', ...(init.headers as Record<string, string> | undefined) });
    if (this.#cookies.size > 0) headers.set('cookie', this.cookieHeader);
    const response = await fetch(new URL(path, this.#url), { ...init, headers, redirect: 'manual' });
    this.#keep(response.headers.getSetCookie());
    const location = response.headers.get('location');
    return {
      status: response.status, headers: response.headers, text: await response.text(), path,
      location: location === null ? null : location.replace(this.#url, ''),
    };
  }

  #keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get(path: string, headers: Record<string, string> = {}): Promise<TestResponse> {
    return this.request(path, { headers });
  }

  /** Exactly these fields, nothing added: without a token of a page it is refused. */
  post(path: string, fields: TestFields = {}, options: SubmitOptions = {}): Promise<TestResponse> {
    const form: HtmlForm = { action: path, method: 'post', multipart: options.files !== undefined, entries: [] };
    return this.#send(form, path, fields, options);
  }

  /** Opens the page, fills its form in and sends it. */
  async submit(pagePath: string, fields: TestFields = {}, options: SubmitOptions = {}): Promise<TestResponse> {
    const page = await this.get(pagePath);
    if (page.status !== 200) throw new Error(`GET ${pagePath} answered ${page.status}${page.location === null ? '' : ` to ${page.location}`}`);
    return this.resubmit(page, fields, options);
  }

  /** Fills in and sends the form of a page that is already open, as after an error. */
  resubmit(page: TestResponse, fields: TestFields = {}, options: SubmitOptions = {}): Promise<TestResponse> {
    return this.#send(findForm(page.text, options.action), page.path, fields, options);
  }

  async follow(response: TestResponse): Promise<TestResponse> {
    let current = response;
    for (let step = 0; current.location !== null && step < 10; step++) current = await this.get(current.location);
    return current;
  }

  async #send(form: HtmlForm, pagePath: string, fields: TestFields, options: SubmitOptions): Promise<TestResponse> {
    const target = new URL(form.action === '' ? pagePath : form.action, new URL(pagePath, this.#url));
    const entries = overlay(form, fields);
    const answer = form.method === 'get'
      ? await this.get(`${target.pathname}?${new URLSearchParams(entries).toString()}`)
      : await this.request(target.pathname + target.search, {
        method: 'POST',
        body: form.multipart || options.files !== undefined ? multipartBody(entries, options.files ?? []) : new URLSearchParams(entries),
      });
    return options.follow === true ? this.follow(answer) : answer;
  }
}
