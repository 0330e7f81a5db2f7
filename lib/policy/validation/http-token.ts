// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/** Whether the text can be a method or a header's name at all. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
