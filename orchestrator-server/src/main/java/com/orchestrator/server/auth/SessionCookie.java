package com.orchestrator.server.auth;

import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookie by which a browser says who is asking, where no script can read it and no other site can have it sent: the token itself
 * (ADR 32), or, of who has signed in through a provider, a session that servers have sealed (ADR 68).
 */
public final class SessionCookie {

    public static final String NAME = "orchestrator_session";

    private static final Duration LIFE = Duration.ofHours(12);

    private SessionCookie() {}

    /**
     * @param path it is sent to what lies below
     * @param isSecure whether it is for encrypted connections alone
     */
    public static NewCookie of(String token, String path, boolean isSecure) {
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        return cookie(value, path, isSecure).maxAge((int) LIFE.toSeconds()).build();
    }

    /**
     * The same for a session that is no token.
     *
     * @param session what stands for it
     * @param life of it
     */
    public static NewCookie sealed(String session, Duration life, String path, boolean isSecure) {
        return cookie(session, path, isSecure).maxAge((int) life.toSeconds()).build();
    }

    /** What makes a browser forget it. */
    public static NewCookie gone(String path, boolean isSecure) {
        return cookie("", path, isSecure).maxAge(0).build();
    }

    private static NewCookie.Builder cookie(String value, String path, boolean isSecure) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(path)
                .httpOnly(true)
                .secure(isSecure)
                .sameSite(NewCookie.SameSite.STRICT);
    }

    /** Empty when it is none that this server has made. */
    static Optional<String> token(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
