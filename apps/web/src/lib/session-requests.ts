/** For `session.ts`, which requests none of it for a stranger who only looks. */
export { login, logout, refresh, startDemo } from '@cnop/contracts/sessions'
export { assertCookies } from './cookies'
