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
 * @param start whether only the start of {@code dev} is measured
 * @param against another checkout whose start is measured by turns with ours
 * @param json where to write the results besides the screen
 */
record BenchOptions(
        Set<WorkName> works,
        int seconds,
        int runs,
        int inFlight,
        int servers,
        Optional<Path> json,
        boolean start,
        Optional<Path> against) {

    private static final String OPTIONS =
            "--seconds N, --runs N, --in-flight N, --servers N, --json FILE, and --against DIR behind START";

    private static final String START = "START";

    private static final int NUMBER_MAX = 1_000_000;

    static BenchOptions parse(List<String> line) {
        Deque<String> words = new ArrayDeque<>(line);
        var options = new BenchOptions(
                EnumSet.noneOf(WorkName.class), 15, 3, 2_000, 1, Optional.empty(), false, Optional.empty());
        while (!words.isEmpty()) {
            options = options.with(words.pop(), words);
        }
        return options.works.isEmpty() ? options.with(EnumSet.allOf(WorkName.class)) : options;
    }

    private BenchOptions with(Set<WorkName> all) {
        return new BenchOptions(all, seconds, runs, inFlight, servers, json, start, against);
    }

    private BenchOptions with(String word, Deque<String> rest) {
        return switch (word) {
            case "--seconds" ->
                new BenchOptions(works, number(word, rest), runs, inFlight, servers, json, start, against);
            case "--runs" ->
                new BenchOptions(works, seconds, number(word, rest), inFlight, servers, json, start, against);
            case "--in-flight" ->
                new BenchOptions(works, seconds, runs, number(word, rest), servers, json, start, against);
            case "--servers" ->
                new BenchOptions(works, seconds, runs, inFlight, number(word, rest), json, start, against);
            case "--json" ->
                new BenchOptions(
                        works, seconds, runs, inFlight, servers, Optional.of(path(word, rest)), start, against);
            case START -> new BenchOptions(works, seconds, runs, inFlight, servers, json, true, against);
            case "--against" ->
                new BenchOptions(works, seconds, runs, inFlight, servers, json, start, Optional.of(path(word, rest)));
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

    private static Path path(String option, Deque<String> rest) {
        return Path.of(value(option, rest)).toAbsolutePath().normalize();
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
