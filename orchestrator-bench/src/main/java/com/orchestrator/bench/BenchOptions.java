package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line. */
final class BenchOptions {

    /** Options with a number: how many of it when nothing is said. */
    private enum Count {
        SECONDS(15),
        RUNS(3),
        IN_FLIGHT(2_000),
        CALLERS(64),
        SERVERS(1);

        private final int usual;

        Count(int usual) {
            this.usual = usual;
        }

        String option() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Count> of(String word) {
            return EnumSet.allOf(Count.class).stream()
                    .filter(count -> count.option().equals(word))
                    .findFirst();
        }
    }

    private static final String OPTIONS =
            "--seconds N, --runs N, --in-flight N, --callers N, --servers N, --json FILE and --against DIR";

    private static final String START = "START";
    private static final String WARM = "WARM";

    private static final int NUMBER_MAX = 1_000_000;

    private final Set<WorkName> works = EnumSet.noneOf(WorkName.class);
    private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
    private boolean start;
    private boolean warm;
    private Optional<Path> json = Optional.empty();
    private Optional<Path> against = Optional.empty();

    private BenchOptions() {}

    static BenchOptions parse(List<String> line) {
        BenchOptions options = new BenchOptions();
        Deque<String> words = new ArrayDeque<>(line);
        while (!words.isEmpty()) {
            options.take(words.pop(), words);
        }
        return options;
    }

    private void take(String word, Deque<String> rest) {
        Optional<Count> count = Count.of(word);
        if (count.isPresent()) {
            counts.put(count.get(), number(word, rest));
            return;
        }
        switch (word) {
            case "--json" -> json = Optional.of(path(word, rest));
            case "--against" -> against = Optional.of(path(word, rest));
            case START -> start = true;
            case WARM -> warm = true;
            default -> works.add(work(word));
        }
    }

    private static WorkName work(String word) {
        try {
            return WorkName.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(
                    "There is no work or option '" + word + "'; works are " + EnumSet.allOf(WorkName.class) + ", "
                            + START + " and " + WARM + ", options " + OPTIONS + ".",
                    e);
        }
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

    private int count(Count count) {
        return counts.getOrDefault(count, count.usual);
    }

    /** What to run on servers that are warm; all when nothing is named. */
    Set<WorkName> works() {
        return works.isEmpty() && !start && !warm ? EnumSet.allOf(WorkName.class) : works;
    }

    /** Whether the start of {@code dev} is measured. */
    boolean start() {
        return start;
    }

    /** Whether the first minutes of a server are measured. */
    boolean warm() {
        return warm;
    }

    /** Seconds of measuring, for each work that runs for a time. */
    int seconds() {
        return count(Count.SECONDS);
    }

    /** How often each work is run; the median is reported. */
    int runs() {
        return count(Count.RUNS);
    }

    /** Runs or tasks that are open at the same time, at saturation. */
    int inFlight() {
        return count(Count.IN_FLIGHT);
    }

    /** Callers that each wait for the run that they have started. */
    int callers() {
        return count(Count.CALLERS);
    }

    /** Servers that share the database and the load. */
    int servers() {
        return count(Count.SERVERS);
    }

    /** Where to write the results besides the screen. */
    Optional<Path> json() {
        return json;
    }

    /** Another checkout that is measured by turns with ours. */
    Optional<Path> against() {
        return against;
    }
}
