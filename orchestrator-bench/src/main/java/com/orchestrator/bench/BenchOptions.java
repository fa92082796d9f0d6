package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The command line.
 *
 * @param works what to run, all when none is named
 * @param seconds of measuring, for each work that runs for a time
 * @param runs of each work; the median is reported
 * @param inFlight tasks that are open at the same time, at saturation
 * @param servers that share the database and the load
 * @param json where to write the results besides the screen
 */
record BenchOptions(Set<WorkName> works, int seconds, int runs, int inFlight, int servers, Optional<Path> json) {

    private static final String OPTIONS = "--seconds N, --runs N, --in-flight N, --servers N, --json FILE";

    private static final int NUMBER_MAX = 1_000_000;

    static BenchOptions parse(List<String> line) {
        Deque<String> words = new ArrayDeque<>(line);
        var options = new BenchOptions(EnumSet.noneOf(WorkName.class), 15, 3, 2_000, 1, Optional.empty());
        while (!words.isEmpty()) {
            options = options.with(words.pop(), words);
        }
        return options.works.isEmpty() ? options.with(EnumSet.allOf(WorkName.class)) : options;
    }

    private BenchOptions with(Set<WorkName> all) {
        return new BenchOptions(all, seconds, runs, inFlight, servers, json);
    }

    private BenchOptions with(String word, Deque<String> rest) {
        return switch (word) {
            case "--seconds" -> new BenchOptions(works, number(word, rest), runs, inFlight, servers, json);
            case "--runs" -> new BenchOptions(works, seconds, number(word, rest), inFlight, servers, json);
            case "--in-flight" -> new BenchOptions(works, seconds, runs, number(word, rest), servers, json);
            case "--servers" -> new BenchOptions(works, seconds, runs, inFlight, number(word, rest), json);
            case "--json" ->
                new BenchOptions(works, seconds, runs, inFlight, servers, Optional.of(Path.of(value(word, rest))));
            default -> with(plus(word));
        };
    }

    private Set<WorkName> plus(String word) {
        Set<WorkName> more = EnumSet.copyOf(works.isEmpty() ? EnumSet.noneOf(WorkName.class) : works);
        try {
            more.add(WorkName.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(
                    "There is no work or option '" + word + "'; works are " + EnumSet.allOf(WorkName.class)
                            + ", options " + OPTIONS + ".",
                    e);
        }
        return more;
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new LaunchException("'" + option + "' needs a value.");
        }
        return value;
    }

    private static int number(String option, Deque<String> rest) {
        String value = value(option, rest);
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= NUMBER_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new LaunchException("'" + option + "' needs a number from 1 to " + NUMBER_MAX + ", not '" + value + "'.");
    }
}
