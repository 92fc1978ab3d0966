/** Reads the forms of our own pages as a browser would send them; not a general HTML parser. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly multipart: boolean;
  readonly entries: readonly (readonly [name: string, value: string])[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', apos: "'" };

export function decodeEntities(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

/** The attribute's value, '' where it stands without one, undefined where it is missing. */
function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`, 'i').exec(tag);
  return found === null ? undefined : decodeEntities(found[1] ?? '');
}

const CONTROL = /<input\b[^>]*>|<select\b[^>]*>[\s\S]*?<\/select>|<textarea\b[^>]*>[\s\S]*?<\/textarea>/gi;

function selectedValue(select: string): string | undefined {
  const options = [...select.matchAll(/<option\b[^>]*>/gi)].map(([tag]) => tag);
  const chosen = options.find((tag) => attribute(tag, 'selected') !== undefined) ?? options[0];
  return chosen === undefined ? undefined : attribute(chosen, 'value') ?? '';
}

function inputValue(tag: string): string | undefined {
  const type = attribute(tag, 'type') ?? 'text';
  if (['submit', 'file', 'button', 'reset'].includes(type)) return undefined;
  const isChoice = type === 'radio' || type === 'checkbox';
  if (isChoice && attribute(tag, 'checked') === undefined) return undefined;
  return attribute(tag, 'value') ?? (isChoice ? 'on' : '');
}

function controlValue(control: string): string | undefined {
  if (/^<select/i.test(control)) return selectedValue(control);
  if (!/^<textarea/i.test(control)) return inputValue(control);
  return decodeEntities(control.replace(/^<textarea\b[^>]*>/i, '').replace(/<\/textarea>$/i, '')).replace(/^\r?\n/, '');
}

function readForm(open: string, content: string): HtmlForm {
  const entries: [string, string][] = [];
  for (const [control] of content.matchAll(CONTROL)) {
    const tag = /^<[^>]*>/.exec(control)?.[0] ?? control;
    const name = attribute(tag, 'name');
    if (name === undefined || name === '' || attribute(tag, 'disabled') !== undefined) continue;
    const value = controlValue(control);
    if (value !== undefined) entries.push([name, value]);
  }
  return {
    action: attribute(open, 'action') ?? '',
    method: (attribute(open, 'method') ?? 'get').toLowerCase(),
    multipart: attribute(open, 'enctype') === 'multipart/form-data',
    entries,
  };
}

export const formsOf = (html: string): HtmlForm[] =>
  [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)].map(([, open = '', content = '']) => readForm(open, content));

/** The log-out button and the language switch stand on every page. */
const isOwn = ({ action }: HtmlForm): boolean => action !== '/logout' && action !== '/language';

/** The form whose action contains the given text; without one, the page's own. Throws when there is none. */
export function findForm(html: string, action?: string): HtmlForm {
  const forms = formsOf(html);
  const found = action === undefined
    ? forms.find((form) => isOwn(form) && form.method === 'post') ?? forms.find(isOwn)
    : forms.find((form) => form.action.includes(action));
  if (found === undefined) {
    throw new Error(`no form${action === undefined ? '' : ` with action ${action}`}; there are: ${forms.map((form) => form.action).join(', ') || 'none'}`);
  }
  return found;
}
