package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Credentials to caller. There is no way to be let in by accident: without tokens everybody is refused. */
public final class Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final String SCHEME = "Bearer ";

    private final @Nullable Tokens tokens;
    private final List<TokenSource> others;
    private final SessionSource sessions;
    private final Refusals refusals;
    private final Toll toll;

    private Authenticator(
            @Nullable Tokens tokens, List<TokenSource> others, SessionSource sessions, Refusals refusals, Toll toll) {
        this.tokens = tokens;
        this.others = List.copyOf(others);
        this.sessions = sessions;
        this.refusals = refusals;
        this.toll = toll;
    }

    /** The same, but somebody hears of whom it does not let in. */
    public Authenticator telling(Refusals listener) {
        return new Authenticator(tokens, others, sessions, listener, toll);
    }

    /** The same, but whoever is let in is counted. */
    public Authenticator charging(Toll counted) {
        return new Authenticator(tokens, others, sessions, refusals, counted);
    }

    /** The same, but those are let in, too, whom another one knows. */
    public Authenticator knowing(TokenSource other) {
        return new Authenticator(
                tokens, Stream.concat(others.stream(), Stream.of(other)).toList(), sessions, refusals, toll);
    }

    /** The same, but cookies are taken, too, that stand for no token. */
    public Authenticator taking(SessionSource others) {
        return new Authenticator(tokens, this.others, others, refusals, toll);
    }

    public static Authenticator byTokens(Tokens tokens) {
        return new Authenticator(tokens, List.of(), SessionSource.NONE, Refusals.NOBODY, Toll.FREE);
    }

    /** {@code ORCHESTRATOR_AUTH=none}: everybody may do everything. */
    public static Authenticator off() {
        return new Authenticator(null, List.of(), SessionSource.NONE, Refusals.NOBODY, Toll.FREE);
    }

    /** Whether the settings have a token of that name. */
    public boolean isOfSettings(String name) {
        return tokens != null && tokens.has(name);
    }

    /** Whether callers have to say who they are. */
    public boolean isOn() {
        return tokens != null;
    }

    /** @throws OrchestratorException {@code UNAUTHENTICATED} when nobody goes by that token */
    public Caller signIn(String token) {
        try {
            return find(token);
        } catch (OrchestratorException refusal) {
            refusals.refused(null, refusal.code(), "POST", "/api/v1/session");
            throw refusal;
        }
    }

    private Caller find(String token) {
        if (tokens == null) {
            return Caller.ANONYMOUS;
        }
        if (isEmpty()) {
            throw unauthenticated("This server has no tokens yet: set ORCHESTRATOR_TOKENS=name:role:secret, or"
                    + " ORCHESTRATOR_AUTH=none to let everybody in, and restart it");
        }
        return tokens.find(token)
                .or(() -> others.stream()
                        .flatMap(other -> other.find(token).stream())
                        .findFirst())
                .orElseThrow(() -> unauthenticated("The token is not known"));
    }

    private boolean isEmpty() {
        return tokens != null && tokens.isEmpty() && others.stream().allMatch(TokenSource::isEmpty);
    }

    /** Whether who was let in still would be. */
    boolean isStillKnown(Credentials credentials) {
        try {
            authenticate(credentials);
            return true;
        } catch (OrchestratorException refusal) {
            return refusal.code() == ErrorCode.UNAVAILABLE;
        }
    }

    /**
     * Whoever may do this there.
     *
     * @param place of what it is about; asked for only when it matters
     * @param named the same, as far as the address says it by itself
     * @throws OrchestratorException {@code UNAUTHENTICATED}, {@code FORBIDDEN}, {@code NOT_FOUND} for what this caller may not see, or
     *     {@code QUOTA_EXCEEDED}
     */
    public Caller admit(Credentials credentials, Role wanted, Supplier<Place> place, Supplier<Place> named) {
        Caller caller = null;
        try {
            caller = authenticate(credentials);
            Access.require(caller, wanted, place);
        } catch (OrchestratorException refusal) {
            if (caller == null || !credentials.isSafe()) {
                refusals.refused(
                        caller == null ? null : caller.name(),
                        refusal.code(),
                        credentials.method(),
                        credentials.path());
            }
            if (caller != null) {
                toll.charge(caller, () -> Place.API, credentials.bytes());
            }
            throw refusal;
        }
        toll.charge(caller, named, credentials.bytes());
        if (wanted == Role.WORKER) {
            LOG.debug("Worker call by token {}", caller.name());
        }
        return caller;
    }

    /** A header goes before a cookie, which counts only for what the page itself asks (ADR 32). */
    Caller authenticate(Credentials credentials) {
        if (tokens == null || isEmpty()) {
            return find("");
        }
        String authorization = credentials.authorization();
        if (authorization != null) {
            return find(bearerToken(authorization));
        }
        String session = credentials.session();
        if (session == null) {
            throw unauthenticated("Send 'Authorization: Bearer <token>'");
        }
        if (!credentials.isSafe() && !credentials.isOfPage()) {
            throw new OrchestratorException(
                    ErrorCode.FORBIDDEN,
                    "What is changed with the cookie of a session takes the header " + Credentials.PAGE_HEADER
                            + " as well, which no other site can make a browser send");
        }
        return sessions.find(session)
                .or(() -> SessionCookie.token(session).map(this::find))
                .orElseThrow(() -> unauthenticated("The session is not known, or is over: sign in again"));
    }

    private static String bearerToken(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthenticated("Only bearer tokens are known here");
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private static OrchestratorException unauthenticated(String detail) {
        return new OrchestratorException(ErrorCode.UNAUTHENTICATED, detail);
    }
}
