package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import org.jspecify.annotations.Nullable;

/** Credentials to caller. There is no way to be let in by accident: without tokens everybody is refused. */
public final class Authenticator {

    private static final String SCHEME = "Bearer ";

    private final @Nullable Tokens tokens;

    private Authenticator(@Nullable Tokens tokens) {
        this.tokens = tokens;
    }

    public static Authenticator byTokens(Tokens tokens) {
        return new Authenticator(tokens);
    }

    /** {@code ORCHESTRATOR_AUTH=none}: everybody may do everything. */
    public static Authenticator off() {
        return new Authenticator(null);
    }

    Caller authenticate(@Nullable String authorization) {
        if (tokens == null) {
            return Caller.ANONYMOUS;
        }
        if (tokens.isEmpty()) {
            throw unauthenticated("This server has no tokens yet: set ORCHESTRATOR_TOKENS=name:role:secret, or"
                    + " ORCHESTRATOR_AUTH=none to let everybody in, and restart it");
        }
        if (authorization == null) {
            throw unauthenticated("Send 'Authorization: Bearer <token>'");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthenticated("Only bearer tokens are known here");
        }
        return tokens.find(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() -> unauthenticated("The token is not known"));
    }

    private static OrchestratorException unauthenticated(String detail) {
        return new OrchestratorException(ErrorCode.UNAUTHENTICATED, detail);
    }
}
