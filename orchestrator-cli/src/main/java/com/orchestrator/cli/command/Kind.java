package com.orchestrator.cli.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the value of an option may be. Values stay text: the server says what they mean, and this only refuses what no server
 * could take, before one is asked.
 *
 * @param label stands for the value in help
 * @param wish what is wanted, behind "needs"
 * @param words all there are, for completion; empty when there are too many to name
 */
public record Kind(String label, String wish, List<String> words, Test test) {

    private static final Pattern DURATION =
            Pattern.compile("P(?=.)\\S+|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");
    private static final Pattern PAIR = Pattern.compile("[^=]+=.*", Pattern.DOTALL);

    /** Nothing follows it. */
    public static final Kind FLAG = new Kind("", "no value", List.of(), value -> true);

    public static final Kind TEXT = text("TEXT");
    public static final Kind FILE = text("FILE");
    public static final Kind DURATION_TEXT = new Kind(
            "DURATION", "a duration such as 30s, 1m30s or PT30S", List.of(), DURATION.asMatchPredicate()::test);
    public static final Kind INSTANT =
            new Kind("TIME", "a time such as 2026-01-31T12:00:00Z", List.of(), Kind::isInstant);
    public static final Kind PAIRS = new Kind("KEY=VALUE", "KEY=VALUE", List.of(), PAIR.asMatchPredicate()::test);
    public static final Kind PRIORITY = oneOf("PRIORITY", "P0", "P1", "P2", "P3");

    /** Whether a value may be meant. */
    @FunctionalInterface
    public interface Test {
        boolean accepts(String value);
    }

    /** Anything but nothing. */
    public static Kind text(String label) {
        return new Kind(label, "a value", List.of(), value -> !value.isBlank());
    }

    public static Kind number(String label, long least, long most) {
        return new Kind(
                label,
                "a whole number from " + least + " to " + most,
                List.of(),
                value -> value.matches("\\d{1,18}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most);
    }

    public static Kind oneOf(String label, String... words) {
        return new Kind(label, "one of " + String.join(", ", words), List.of(words), List.of(words)::contains);
    }

    /** Several of the words, with commas between them. */
    public static Kind someOf(String label, String... words) {
        return new Kind(
                label,
                "one or more of " + String.join(", ", words) + ", with commas between them",
                List.of(words),
                value -> List.of(words).containsAll(List.of(value.split(",", -1))));
    }

    private static boolean isInstant(String value) {
        try {
            Instant.parse(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    public boolean isFlag() {
        return label.isEmpty();
    }
}
