package com.orchestrator.api.fleet;

/**
 * A token with its secret, the one time that somebody sees it.
 *
 * @param secret what is sent as {@code Authorization: Bearer}
 */
public record IssuedToken(AccessToken token, String secret) {

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "IssuedToken[" + token.name() + "]";
    }
}
