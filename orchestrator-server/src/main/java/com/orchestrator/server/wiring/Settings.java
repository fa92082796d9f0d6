package com.orchestrator.server.wiring;

import com.orchestrator.server.rest.json.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration, read strictly: a value that does not parse, and a name that is nobody's, stop the start. It is taken
 * once, when the server starts.
 */
final class Settings {

    /**
     * What is said of a key.
     *
     * @param source where, for people
     */
    record Said(String value, String source) {}

    private final Map<ConfigKey, Said> said;

    private Settings(Map<ConfigKey, Said> said) {
        this.said = said;
    }

    /** Those of this process, in a container. */
    static Settings of(Config config) {
        return ofProcess(Stream.of(ConfigSource.container(config)));
    }

    /** Those of this process alone. */
    static Settings ofProcess() {
        return ofProcess(Stream.empty());
    }

    private static Settings ofProcess(Stream<ConfigSource> more) {
        List<ConfigSource> outside = Stream.concat(
                        Stream.of(ConfigSource.systemProperties(), ConfigSource.environment()), more)
                .toList();
        String file = of(outside).text(ConfigKey.CONFIG_FILE).orElse("");
        return of(Stream.concat(outside.stream(), Stream.of(ConfigFile.read(file)))
                .toList());
    }

    /**
     * @param sources the strongest first
     * @throws IllegalArgumentException when a name is nobody's, or the file of a secret cannot be read
     */
    static Settings of(List<ConfigSource> sources) {
        Map<ConfigKey, Said> said = new EnumMap<>(ConfigKey.class);
        for (ConfigSource source : sources) {
            read(source).forEach(said::putIfAbsent);
        }
        return new Settings(said);
    }

    private static Map<ConfigKey, Said> read(ConfigSource source) {
        Map<ConfigKey, Said> said = new EnumMap<>(ConfigKey.class);
        source.values()
                .forEach((name, value) -> KnownNames.meaning(name, source.name())
                        .filter(meaning -> !value.isBlank())
                        .ifPresent(meaning -> {
                            Said former = said.put(meaning.key(), said(meaning, value, source));
                            if (former != null) {
                                throw new IllegalArgumentException(meaning.key().property() + " is said twice ("
                                        + source.name() + "); leave out the value, or the file that holds it");
                            }
                        }));
        return said;
    }

    private static Said said(KnownNames.Meaning meaning, String value, ConfigSource source) {
        return meaning.isFile()
                ? new Said(secret(meaning.key(), Path.of(value)), source.name() + ", in the file " + value)
                : new Said(value, source.name());
    }

    /** Files end with a line feed that is no part of the secret. */
    private static String secret(ConfigKey key, Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + file + " of " + key.property() + " cannot be read", e);
        }
    }

    /** What was said, and where; empty when the default holds. */
    Optional<Said> said(ConfigKey key) {
        return Optional.ofNullable(said.get(key));
    }

    Optional<String> text(ConfigKey key) {
        return said(key).map(Said::value).or(key::otherwise);
    }

    String required(ConfigKey key) {
        return text(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Set " + key.property() + " or the environment variable " + key.variable()));
    }

    /** Of a key that somebody else reads, the launcher say. */
    void requireOneOf(ConfigKey key, String... words) {
        String value = required(key);
        if (!List.of(words).contains(value)) {
            throw unreadable(key, value, "is none of " + String.join(", ", words));
        }
    }

    Duration duration(ConfigKey key) {
        String value = required(key);
        return DurationText.parse(value)
                .orElseThrow(() -> unreadable(key, value, "is not a duration; " + DurationText.EXAMPLES));
    }

    int number(ConfigKey key) {
        return (int) positive(key, required(key), 9);
    }

    /** Of a key whose default is no number. */
    int number(ConfigKey key, int otherwise) {
        return text(key).map(value -> (int) positive(key, value, 9)).orElse(otherwise);
    }

    /** Of a key whose default depends on the machine. */
    long bytes(ConfigKey key, long otherwise) {
        return text(key).map(value -> positive(key, value, 15)).orElse(otherwise);
    }

    private static long positive(ConfigKey key, String value, int digitsMax) {
        if (!value.matches("[1-9][0-9]{0," + (digitsMax - 1) + "}")) {
            throw unreadable(key, value, "is not a positive whole number");
        }
        return Long.parseLong(value);
    }

    boolean isSet(ConfigKey key) {
        String value = required(key);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unreadable(key, value, "is neither true nor false");
        };
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
    private static IllegalArgumentException unreadable(ConfigKey key, String value, String complaint) {
        return new IllegalArgumentException(
                key.variable() + " (" + key.property() + ") is '" + value + "', which " + complaint);
    }
}
