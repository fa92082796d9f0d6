package com.orchestrator.server.page;

import com.orchestrator.server.oidc.OidcClient;
import com.orchestrator.server.oidc.SignIn;
import jakarta.ws.rs.core.NewCookie;

/**
 * The cookie that holds the two halves of a sign-in together. It is sent when the provider leads a browser back ({@code SameSite=Lax}),
 * and to these addresses alone.
 */
final class SignInCookie {

    static final String NAME = "orchestrator_sign_in";

    private SignInCookie() {}

    static NewCookie of(String sealed, String contextPath, boolean isSecure) {
        return cookie(sealed, contextPath, isSecure)
                .maxAge((int) SignIn.PATIENCE.toSeconds())
                .build();
    }

    /** A sign-in ends once, well or not. */
    static NewCookie gone(String contextPath, boolean isSecure) {
        return cookie("", contextPath, isSecure).maxAge(0).build();
    }

    private static NewCookie.Builder cookie(String value, String contextPath, boolean isSecure) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(contextPath + OidcClient.DONE)
                .httpOnly(true)
                .secure(isSecure)
                .sameSite(NewCookie.SameSite.LAX);
    }
}
