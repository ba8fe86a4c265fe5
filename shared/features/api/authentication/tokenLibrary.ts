// As much of jose as is used, in one module: it is loaded with the first token, and machines whose signatures the gateway checks
// send none.
export { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
