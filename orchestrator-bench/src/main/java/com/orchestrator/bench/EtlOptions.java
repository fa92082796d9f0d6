package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command line behind {@code ETL}.
 *
 * @param rows of the file that is moved
 * @param runs of each mover on each route, by turns; medians are reported
 * @param json where to write the results besides the screen
 */
record EtlOptions(int rows, int runs, Optional<Path> json) {

    private static final int MAX = 100_000_000;

    static EtlOptions parse(List<String> line) {
        Deque<String> words = new ArrayDeque<>(line);
        EtlOptions options = new EtlOptions(2_000_000, 3, Optional.empty());
        while (!words.isEmpty()) {
            options = options.with(words.pop(), words);
        }
        return options;
    }

    private EtlOptions with(String word, Deque<String> rest) {
        String value = rest.poll();
        if (value != null) {
            switch (word) {
                case "--rows":
                    return new EtlOptions(number(word, value), runs, json);
                case "--runs":
                    return new EtlOptions(rows, number(word, value), json);
                case "--json":
                    return new EtlOptions(
                            rows,
                            runs,
                            Optional.of(Path.of(value).toAbsolutePath().normalize()));
                default:
                    break;
            }
        }
        throw new LaunchException("'" + word + "' is nothing for ETL, or lacks its value: there are --rows N, --runs N"
                + " and --json FILE.");
    }

    private static int number(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new LaunchException("'" + option + "' needs a number from 1 to " + MAX + ", not '" + value + "'.");
    }
}
