// Requests to the HTTP API. Answers the parsed body, throws an ApiError for anything but 2xx.

export class ApiError extends Error {
  constructor(status, { message, detail, validations = [] }) {
    const fields = validations.map((v) => `${v.field}: ${v.detail}`);
    super([message, detail, ...fields].filter(Boolean).join(' – '));
    this.status = status;
  }
}

const unanswered = new Map(); // request → Idempotency-Key, so that sending it again does it once
let signedOut = () => {};

export function onSignedOut(action) {
  signedOut = action;
}

export const get = (path) => request('GET', path);
export const post = (path, body = {}) => request('POST', path, body);
export const patch = (path, body) => request('PATCH', path, body);
export const remove = (path) => request('DELETE', path);
export const textOf = (content) =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('');

async function request(method, path, body) {
  const json = body && JSON.stringify(body);
  const response = await send(method, path, json);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401 && !path.startsWith('/auth/')) signedOut();
  answer.message ??= `The server answered ${response.status}`;
  throw new ApiError(response.status, answer);
}

async function send(method, path, body) {
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  const request = `${path} ${body}`;
  if (method === 'POST') {
    if (!unanswered.has(request)) unanswered.set(request, newKey());
    headers['Idempotency-Key'] = unanswered.get(request);
  }
  const response = await fetch(`/api/v1${path}`, { method, body, headers }).catch(() => {
    throw new ApiError(0, { message: 'The server cannot be reached' });
  });
  const again = response.status >= 500 || response.headers.has('Retry-After');
  if (!again) unanswered.delete(request);
  return response;
}

// Not crypto.randomUUID(): that one exists only behind TLS and on localhost.
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
