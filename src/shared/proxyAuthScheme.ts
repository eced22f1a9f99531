// Ways of signing in at a proxy.

/** How a proxy may ask who is calling (RFC 9110 11.7.1): the schemes Casedrop knows. */
export type ProxyAuthScheme = "basic" | "digest" | "ntlm" | "negotiate";
