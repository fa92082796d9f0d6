package com.orchestrator.engine.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Suggestion {

    private static final int DISTANCE_MAX = 3;

    private Suggestion() {}

    /** The known word nearest to the written one, if it is near at all. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .filter(word -> Math.abs(written.length() - word.length()) <= DISTANCE_MAX)
                .filter(word -> distance(written, word) <= Math.min(DISTANCE_MAX, Math.max(1, word.length() / 2)))
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
