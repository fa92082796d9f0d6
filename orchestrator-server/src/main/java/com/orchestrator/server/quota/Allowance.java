package com.orchestrator.server.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How much of one quota is allowed.
 *
 * @param forAll to everybody who is not named; {@link #UNLIMITED} without a bound
 * @param byName to those who are
 */
public record Allowance(long forAll, Map<String, Long> byName) {

    static final long UNLIMITED = Long.MAX_VALUE;

    /** Everything to everybody. */
    static final Allowance ALL = new Allowance(UNLIMITED, Map.of());

    private static final String NONE = "none";

    public Allowance {
        byName = Map.copyOf(byName);
    }

    /**
     * Reads {@code 100}, {@code shop=500}, {@code ops=none}.
     *
     * @throws IllegalArgumentException when an entry is none of these, or says again what another has said
     */
    public static Allowance parse(List<String> entries) {
        Map<String, Long> said = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.lastIndexOf('=');
            String name = equals < 0 ? "" : entry.substring(0, equals).strip();
            if ((equals >= 0 && name.isEmpty())
                    || said.put(name, number(entry.substring(equals + 1).strip(), entry)) != null) {
                throw new IllegalArgumentException("'" + entry + "' names nobody, or somebody who is named before");
            }
        }
        Long forAll = said.remove("");
        return new Allowance(Objects.requireNonNullElse(forAll, UNLIMITED), said);
    }

    private static long number(String text, String entry) {
        if (text.equals(NONE)) {
            return UNLIMITED;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("'" + entry
                    + "' is no limit: write 100 for all, name=500 for one, name=none for one without a limit");
        }
        return Long.parseLong(text);
    }

    long of(String name) {
        return byName.getOrDefault(name, forAll);
    }

    boolean isUnlimited() {
        return forAll == UNLIMITED && byName.values().stream().allMatch(limit -> limit == UNLIMITED);
    }
}
