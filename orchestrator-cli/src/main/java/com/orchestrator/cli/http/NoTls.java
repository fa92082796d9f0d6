package com.orchestrator.cli.http;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * For servers that are asked without TLS: the client makes its TLS context in any case, and reading the certificates of the
 * JDK takes a fifth of a start. This one trusts nobody.
 */
final class NoTls {

    private NoTls() {}

    static void in(HttpClient.Builder builder) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            builder.sslContext(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }
}
