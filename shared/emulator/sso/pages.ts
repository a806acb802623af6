import { randomBytes } from 'node:crypto';
import type { Incoming, Service } from '../incoming.ts';
import { reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { CodeGrant, DeviceGrant } from './grants.ts';
import type { SsoState } from './oidc.ts';
import { escapeHtml, page } from './page-html.ts';
import { isRegistered } from './redirect-uri.ts';

/** What a page asks its reader to allow. */
type Question =
  | { readonly kind: 'device'; readonly grant: DeviceGrant }
  | { readonly kind: 'code'; readonly grant: Omit<CodeGrant, 'expiresAt'>; readonly state: string };

/**
 * What a person sees who signs in: `/authorize`, to which an application with a listener sends the browser, and
 * `/device`, where a code is compared. Each asks one question with two buttons.
 */
export function createPages({ startUrl, registrations, grants }: Omit<SsoState, 'sessions'>): Service {
  /** By the token in the page's form, so that no page but ours can answer. */
  const asked = new Map<string, Question>();

  function authorize({ url }: Incoming): Reply {
    const value = (name: string): string => url.searchParams.get(name) ?? '';
    const registration = registrations.find(value('client_id'));
    const redirectUri = value('redirect_uri');
    // Never sent back to an address that is not the application's: an error stays here.
    if (registration === null || !isRegistered(registration.redirectUris, redirectUri)) return badRequest();
    const codeChallenge = value('code_challenge');
    if (value('response_type') !== 'code' || value('code_challenge_method') !== 'S256' || codeChallenge === '') {
      return badRequest();
    }
    const grant = { registration, redirectUri, codeChallenge };
    return ask({ kind: 'code', grant, state: value('state') });
  }

  function device({ url }: Incoming): Reply {
    const userCode = url.searchParams.get('user_code');
    if (userCode === null) return page(200, 'Sign in', codeForm(''));
    const grant = grants.waitingDevice(userCode);
    if (grant !== null) return ask({ kind: 'device', grant });
    return page(404, 'Sign in', codeForm('<p role="alert">Nobody waits for that code any longer.</p>'));
  }

  function ask(question: Question): Reply {
    const token = randomBytes(32).toString('base64url');
    asked.set(token, question);
    const code =
      question.kind === 'device'
        ? `<p>Is this the code that it shows? <output class="code">${question.grant.userCode}</output></p>`
        : '';
    return page(
      200,
      'Allow access?',
      `<p><strong>${escapeHtml(question.grant.registration.name)}</strong> asks to use your AWS accounts at <strong>${startUrl}</strong>.</p>
${code}
<form method="post" action="/sign-in">
<input type="hidden" name="csrf" value="${token}">
<div class="buttons">
<button class="primary" name="answer" value="allow" autofocus>Allow</button>
<button name="answer" value="deny">Deny</button>
</div>
</form>`,
    );
  }

  function answer({ body }: Incoming): Reply {
    const form = new URLSearchParams(body.toString());
    const token = form.get('csrf') ?? '';
    const question = asked.get(token);
    asked.delete(token);
    if (question === undefined)
      return page(403, 'Start again', '<p>This page was answered already, or is too old.</p>');
    const isAllowed = form.get('answer') === 'allow';
    if (question.kind === 'code') return sendBack(question, isAllowed);
    question.grant.answer = isAllowed ? 'allowed' : 'denied';
    return isAllowed
      ? page(200, 'Signed in', '<p>You can close this window.</p>')
      : page(200, 'Denied', '<p>Nothing was allowed. You can close this window.</p>');
  }

  function sendBack({ grant, state }: Extract<Question, { kind: 'code' }>, isAllowed: boolean): Reply {
    const target = new URL(grant.redirectUri);
    if (isAllowed) target.searchParams.set('code', grants.addCode(grant));
    else target.searchParams.set('error', 'access_denied');
    target.searchParams.set('state', state);
    return reply(303, 'text/plain', '', { location: target.href, 'cache-control': 'no-store' });
  }

  const pages = new Map<string, readonly [name: string, answer: (incoming: Incoming) => Reply]>([
    ['GET /authorize', ['authorize', authorize]],
    ['GET /device', ['device', device]],
    ['GET /start', ['device', device]],
    ['POST /sign-in', ['signIn', answer]],
  ]);
  return (incoming) => {
    const [operation, show] = pages.get(`${incoming.method} ${incoming.url.pathname}`) ?? [];
    if (operation === undefined || show === undefined) return null;
    return { operation, accessKeyId: null, reply: show(incoming) };
  };
}

/** `note` is HTML. */
function codeForm(note: string): string {
  return `${note}
<form method="get" action="/device">
<label for="code">Code that your application shows</label>
<input type="text" id="code" name="user_code" required autofocus autocomplete="off" spellcheck="false">
<button class="primary">Next</button>
</form>`;
}

function badRequest(): Reply {
  return page(400, 'Sign-in is not possible', '<p>The application asked for it in a wrong way. Start again there.</p>');
}
