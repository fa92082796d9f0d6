package com.orchestrator.server.rest.wire;

import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.TokenName;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST} of a token. */
public record TokenBody(
        @Nullable String name,
        @Nullable List<String> grants,
        @Nullable Duration expiresIn,
        @Nullable String reason) {

    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration LIFE_MIN = Duration.ofMinutes(1);
    private static final Duration LIFE_MAX = Duration.ofDays(3650);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration GRACE_MAX = Duration.ofDays(7);
    private static final int GRANTS_MAX = 50;

    public TokenName tokenName() {
        try {
            return new TokenName(Required.value(name, "name"));
        } catch (IllegalArgumentException fault) {
            throw Refusals.invalid("/name", "'name' " + fault.getMessage(), TokenName.FORM);
        }
    }

    /** At least one; those of a token of a namespace hold there alone. */
    public List<Grant> toGrants() {
        List<String> texts = Required.names(Required.value(grants, "grants"), "grants");
        if (texts.isEmpty() || texts.size() > GRANTS_MAX) {
            throw Refusals.invalid("/grants", "'grants' has to have 1 to " + GRANTS_MAX, null);
        }
        List<Grant> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            all.addAll(grant(texts.get(i), "/grants/" + i));
        }
        return all;
    }

    private List<Grant> grant(String text, String pointer) {
        List<Grant> read;
        try {
            read = Grant.parse(text);
        } catch (IllegalArgumentException fault) {
            throw Refusals.invalid(
                    pointer, "'" + pointer + "' " + fault.getMessage(), "such as reader or operator+worker@shop");
        }
        tokenName().owner().ifPresent(owner -> {
            if (!read.stream().allMatch(grant -> grant.namespaces().equals(Optional.of(Set.of(owner))))) {
                throw Refusals.invalid(
                        pointer,
                        "'" + name + "' belongs to the namespace " + owner + " and holds nothing elsewhere",
                        text.replaceAll("@.*", "") + "@" + owner);
            }
        });
        return read;
    }

    /** How long the secret is good. */
    public Duration life() {
        return within(expiresIn, LIFE, LIFE_MIN, LIFE_MAX, "expiresIn");
    }

    private static Duration within(
            @Nullable Duration wish, Duration otherwise, Duration least, Duration most, String field) {
        if (wish == null) {
            return otherwise;
        }
        if (wish.compareTo(least) < 0 || wish.compareTo(most) > 0) {
            throw Refusals.invalid("/" + field, "'" + field + "' has to be from " + least + " to " + most, null);
        }
        return wish;
    }

    /**
     * {@code POST} of another secret.
     *
     * @param grace how long the one before is taken as well
     */
    public record Rotation(
            @Nullable Duration expiresIn,
            @Nullable Duration grace,
            @Nullable String reason) {

        public Duration life() {
            return within(expiresIn, LIFE, LIFE_MIN, LIFE_MAX, "expiresIn");
        }

        public Duration former() {
            return within(grace, GRACE, Duration.ZERO, GRACE_MAX, "grace");
        }
    }
}
