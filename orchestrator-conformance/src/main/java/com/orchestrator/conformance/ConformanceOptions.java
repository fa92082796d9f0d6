package com.orchestrator.conformance;

import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.scenario.Scenarios;
import com.orchestrator.launcher.os.LaunchException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param urls of somebody's servers; when there are none, servers are started
 * @param scenarios to play, all when none is named
 * @param withKills whether each is also played with servers killed at each of its commits
 * @param servers to start
 * @param json where to write the verdicts besides the screen
 */
record ConformanceOptions(
        List<URI> urls, List<Scenario> scenarios, boolean withKills, int servers, Optional<Path> json) {

    private static final String OPTIONS = "--url URL, --scenario NAME, --kills, --servers 1|2, --json FILE";

    static ConformanceOptions parse(List<String> line) {
        Deque<String> words = new ArrayDeque<>(line);
        var options = new ConformanceOptions(List.of(), List.of(), false, 2, Optional.empty());
        while (!words.isEmpty()) {
            options = options.with(words.pop(), words);
        }
        if (options.withKills && !options.urls.isEmpty()) {
            throw new LaunchException("'--kills' needs servers that may be killed: it cannot go with '--url'.");
        }
        return options.scenarios.isEmpty() ? options.with(Scenarios.ALL) : options;
    }

    private ConformanceOptions with(List<Scenario> chosen) {
        return new ConformanceOptions(urls, chosen, withKills, servers, json);
    }

    private ConformanceOptions with(String word, Deque<String> rest) {
        return switch (word) {
            case "--url" ->
                new ConformanceOptions(plus(urls, url(value(word, rest))), scenarios, withKills, servers, json);
            case "--scenario" -> with(plus(scenarios, scenario(value(word, rest))));
            case "--kills" -> new ConformanceOptions(urls, scenarios, true, servers, json);
            case "--servers" -> new ConformanceOptions(urls, scenarios, withKills, count(value(word, rest)), json);
            case "--json" ->
                new ConformanceOptions(urls, scenarios, withKills, servers, Optional.of(Path.of(value(word, rest))));
            default -> throw new LaunchException("There is no option '" + word + "'; there are " + OPTIONS + ".");
        };
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return List.copyOf(all);
    }

    private static URI url(String text) {
        if (!text.matches("https?://[^/]+/?")) {
            throw new LaunchException(
                    "'--url' needs the address of a server, such as http://127.0.0.1:8080, not '" + text + "'.");
        }
        return URI.create(text);
    }

    private static Scenario scenario(String name) {
        return Scenarios.ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LaunchException("There is no scenario '" + name + "'; there are "
                        + Scenarios.ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")) + "."));
    }

    private static int count(String text) {
        if (!text.equals("1") && !text.equals("2")) {
            throw new LaunchException("'--servers' needs 1 or 2, not '" + text + "'.");
        }
        return Integer.parseInt(text);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new LaunchException("'" + option + "' needs a value.");
        }
        return value;
    }
}
