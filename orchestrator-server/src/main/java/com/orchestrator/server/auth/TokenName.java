package com.orchestrator.server.auth;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token that servers make is called. {@code ci@shop} belongs to the namespace {@code shop}: who is admin there may make it, and
 * it holds nothing elsewhere. One without an {@code @} belongs to the server. So nobody can take a name of another namespace.
 */
public record TokenName(String text) {

    /** For hints. */
    public static final String FORM =
            "letters, digits, '.', '_' and '-', 100 at most, and '@NAMESPACE' behind for one of a namespace";

    private static final Pattern PATTERN =
            Pattern.compile("(?=.{1,255}$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}(@[A-Za-z0-9][A-Za-z0-9._-]*)?");

    /** @throws IllegalArgumentException when nothing can be called so */
    public TokenName {
        if (!PATTERN.matcher(text).matches() || text.equals(Caller.NOBODY)) {
            throw new IllegalArgumentException("is no name of a token");
        }
    }

    /** The namespace it belongs to; empty when that is the server. */
    public Optional<String> owner() {
        int at = text.indexOf('@');
        return at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    }

    /** Where one has to be admin to do anything about it. */
    public Place place() {
        return owner().map(Place::in).orElse(Place.SERVER);
    }

    /** The same of any text; what can be no name belongs to the server, where there is no such token. */
    static Place placeOf(String text) {
        return PATTERN.matcher(text).matches() && !text.equals(Caller.NOBODY)
                ? new TokenName(text).place()
                : Place.SERVER;
    }
}
