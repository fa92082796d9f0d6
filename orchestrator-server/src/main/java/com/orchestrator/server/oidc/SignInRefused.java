package com.orchestrator.server.oidc;

import org.jspecify.annotations.Nullable;

/** Somebody who wanted to sign in through the provider is not let in. The message is for the log; the page has words of its own. */
public final class SignInRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the page tells somebody; its names are part of its addresses. */
    public enum Fault {
        /** This browser has begun no sign-in that this is the end of: it is over, was ended before, or somebody else began it. */
        NOT_BEGUN,
        /** The provider has said no. */
        PROVIDER_REFUSED,
        /** The provider does not take the code: it is over, was used before, or is that of another client. */
        CODE_REFUSED,
        /** What the provider says of somebody is not to be believed. */
        NOT_VOUCHED_FOR,
        /** The provider vouches for somebody who may do nothing here, or was shut out. */
        NOT_LET_IN,
        /** Somebody has more grants than a session holds. */
        TOO_MANY_GRANTS,
        /** The provider does not answer, or too many sign in at once. */
        UNAVAILABLE
    }

    private final Fault fault;

    SignInRefused(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
