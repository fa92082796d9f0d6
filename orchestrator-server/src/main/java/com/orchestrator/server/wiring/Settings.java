package com.orchestrator.server.wiring;

import com.orchestrator.server.rest.json.DurationText;
import com.orchestrator.server.rest.json.Suggestion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration, read strictly: a value that does not parse, and a key that nobody reads, stop the start. The launcher
 * has keys of its own under the same prefix, so a key in a group the server does not have is let pass, unless it looks
 * like a known one.
 */
final class Settings {

    private static final String PREFIX = "orchestrator.";
    private static final String VARIABLE_PREFIX = "ORCHESTRATOR_";

    private final Function<String, Optional<String>> lookup;

    private Settings(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    static Settings of(Config config) {
        List<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
        return of(names, name -> config.getOptionalValue(name, String.class));
    }

    /** @throws IllegalArgumentException when a name is mistyped */
    static Settings of(Collection<String> names, Function<String, Optional<String>> lookup) {
        Set<String> groups = ConfigKey.properties().stream()
                .filter(key -> key.indexOf('.', PREFIX.length()) > 0)
                .map(key -> key.substring(0, key.indexOf('.', PREFIX.length()) + 1))
                .collect(Collectors.toSet());
        Set<String> groupVariables = groups.stream().map(ConfigKey::variable).collect(Collectors.toSet());
        for (String name : names) {
            if (name.startsWith(PREFIX)) {
                refuseUnknown(name, ConfigKey.properties(), groups.stream().anyMatch(name::startsWith));
            } else if (name.startsWith(VARIABLE_PREFIX)) {
                refuseUnknown(
                        name, ConfigKey.variables(), groupVariables.stream().anyMatch(name::startsWith));
            }
        }
        return new Settings(lookup);
    }

    private static void refuseUnknown(String name, List<String> known, boolean isInOurGroup) {
        if (known.contains(name)) {
            return;
        }
        Optional<String> closest = Suggestion.near(name, known);
        if (closest.isPresent() || isInOurGroup) {
            throw new IllegalArgumentException("Unknown setting " + name
                    + closest.map(key -> "; did you mean " + key + "?")
                            .orElse("; known are " + String.join(", ", known)));
        }
    }

    Optional<String> text(ConfigKey key) {
        return lookup.apply(key.property()).filter(value -> !value.isBlank());
    }

    String required(ConfigKey key) {
        return text(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Set " + key.property() + " or the environment variable " + key.variable()));
    }

    Duration duration(ConfigKey key, Duration otherwise) {
        return text(key)
                .map(value -> DurationText.parse(value)
                        .orElseThrow(() -> unreadable(key, "is not a duration; " + DurationText.EXAMPLES)))
                .orElse(otherwise);
    }

    int number(ConfigKey key, int otherwise) {
        return text(key).map(value -> (int) positive(key, value, 9)).orElse(otherwise);
    }

    long bytes(ConfigKey key, long otherwise) {
        return text(key).map(value -> positive(key, value, 15)).orElse(otherwise);
    }

    private long positive(ConfigKey key, String value, int digitsMax) {
        if (!value.matches("[1-9][0-9]{0," + (digitsMax - 1) + "}")) {
            throw unreadable(key, "is not a positive whole number");
        }
        return Long.parseLong(value);
    }

    boolean isSet(ConfigKey key) {
        return text(key)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw unreadable(key, "is neither true nor false");
                })
                .orElse(false);
    }

    /** Several, with commas. */
    List<String> list(ConfigKey key) {
        return text(key)
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** What was said is quoted: no setting that is read as more than text is a secret. */
    private IllegalArgumentException unreadable(ConfigKey key, String complaint) {
        return new IllegalArgumentException(
                key.variable() + " (" + key.property() + ") is '" + text(key).orElse("") + "', which " + complaint);
    }
}
