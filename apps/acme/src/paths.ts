/** The volumes of the image: the proxy reads the one, the other holds the account. */
export const SITE = "/tls/site.pem";
export const STATE = "/acme";
