package com.orchestrator.server.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about who is asking.
 *
 * @param authorization the header; null without one
 * @param session value of the cookie {@link SessionCookie#NAME}; null without one
 * @param isOfPage whether the header {@link #PAGE_HEADER} stands there
 * @param bytes of the body; 0 without one
 */
public record Credentials(
        String method,
        String path,
        @Nullable String authorization,
        @Nullable String session,
        boolean isOfPage,
        long bytes) {

    /** Whatever its value: another site cannot have a browser send it, since this server allows nobody's. */
    public static final String PAGE_HEADER = "X-Orchestrator-Page";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    public static Credentials of(HttpServletRequest request) {
        String session = null;
        jakarta.servlet.http.Cookie[] cookies = request.getCookies();
        for (int i = 0; cookies != null && i < cookies.length; i++) {
            session = cookies[i].getName().equals(SessionCookie.NAME) ? cookies[i].getValue() : session;
        }
        return new Credentials(
                request.getMethod(),
                request.getRequestURI(),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                session,
                request.getHeader(PAGE_HEADER) != null,
                Math.max(0, request.getContentLengthLong()));
    }

    static Credentials of(ContainerRequestContext request) {
        Cookie session = request.getCookies().get(SessionCookie.NAME);
        return new Credentials(
                request.getMethod(),
                request.getUriInfo().getRequestUri().getRawPath(),
                request.getHeaderString(HttpHeaders.AUTHORIZATION),
                session == null ? null : session.getValue(),
                request.getHeaderString(PAGE_HEADER) != null,
                bytes(request));
    }

    /** A body whose length was not announced is there as a whole before anybody is asked. */
    private static long bytes(ContainerRequestContext request) {
        try {
            return request.hasEntity()
                    ? Math.max(request.getLength(), request.getEntityStream().available())
                    : 0;
        } catch (IOException brokenOff) {
            return 0;
        }
    }

    /** Whether it changes nothing. */
    boolean isSafe() {
        return SAFE.contains(method);
    }

    /** Says nothing of what it holds, wherever it is printed. */
    @Override
    public String toString() {
        return "Credentials[" + method + "]";
    }
}
