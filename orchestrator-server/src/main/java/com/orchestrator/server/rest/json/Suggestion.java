package com.orchestrator.server.rest.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** "Did you mean": the known word that a mistyped one is closest to. */
public final class Suggestion {

    private static final int WORD_CHARS_MAX = 64;

    private Suggestion() {}

    /** A hint, when a known word is at most about a third of its letters away. */
    public static Optional<String> hint(String word, Collection<String> known) {
        return closest(word, known).map(closest -> "did you mean '" + closest + "'?");
    }

    /** The known word itself. */
    public static Optional<String> closest(String word, Collection<String> known) {
        return within(word, known, candidate -> Math.max(1, (candidate.length() + 1) / 3));
    }

    /** The known word that is a slip of the finger away; for long words with a common prefix. */
    public static Optional<String> near(String word, Collection<String> known) {
        return within(word, known, candidate -> 3);
    }

    private static Optional<String> within(String word, Collection<String> known, ToIntFunction<String> distanceMax) {
        if (word.length() > WORD_CHARS_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= distanceMax.applyAsInt(candidate))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance without regard to case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
