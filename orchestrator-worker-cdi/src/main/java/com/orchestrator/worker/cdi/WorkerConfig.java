package com.orchestrator.worker.cdi;

import com.orchestrator.worker.WorkerBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What is configured, under names that begin with {@code orchestrator.}: by MicroProfile Config where the container has it, else by
 * system properties and environment variables, which are spelled as that spells them.
 */
final class WorkerConfig {

    private final Function<String, Optional<String>> values;

    WorkerConfig(Function<String, Optional<String>> values) {
        this.values = values;
    }

    static WorkerConfig ofContainer() {
        try {
            return MicroProfile.config();
        } catch (LinkageError | IllegalStateException thereIsNone) {
            return new WorkerConfig(name -> plain(name, System.getenv()));
        }
    }

    /** A class of its own, so that this one can be loaded where the API is not there. */
    private static final class MicroProfile {

        static WorkerConfig config() {
            var config = ConfigProvider.getConfig();
            return new WorkerConfig(name -> config.getOptionalValue(name, String.class));
        }
    }

    static Optional<String> plain(String name, Map<String, String> environment) {
        String property = System.getProperty(name);
        String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(property == null ? environment.get(variable) : property);
    }

    private Optional<String> value(String name) {
        return values.apply("orchestrator." + name).map(String::strip).filter(text -> !text.isEmpty());
    }

    URI server() {
        return URI.create(value("url").orElse("http://localhost:8080"));
    }

    Optional<String> token() {
        return value("token");
    }

    boolean isEnabled() {
        return value("worker.enabled").map(Boolean::parseBoolean).orElse(true);
    }

    /** What is not configured stays as the builder has it. */
    void applyTo(WorkerBuilder worker) {
        token().ifPresent(worker::token);
        value("namespace").ifPresent(worker::namespace);
        Optional<String> name = value("worker.name");
        name.ifPresent(worker::name);
        value("worker.build").ifPresent(build -> worker.deployment(name.orElse("application"), build));
        value("worker.queues").ifPresent(queues -> worker.queues(queues.split("\\s*,\\s*")));
        value("worker.max-concurrent").ifPresent(tasks -> worker.maxConcurrent(number("worker.max-concurrent", tasks)));
        value("worker.lease").ifPresent(lease -> worker.lease(duration("worker.lease", lease)));
        value("worker.drain-timeout").ifPresent(time -> worker.drainTimeout(duration("worker.drain-timeout", time)));
        value("worker.fail-fast").map(Boolean::parseBoolean).ifPresent(worker::failFast);
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("orchestrator." + name + " is no number: '" + text + "'", e);
        }
    }

    /** {@code 30s}, {@code 5m}, or ISO-8601. */
    private static Duration duration(String name, String text) {
        try {
            boolean isPlain = text.matches("\\d{1,9}[smh]");
            return Duration.parse(isPlain ? "PT" + text : text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "orchestrator." + name + " is no duration such as 30s, 5m or PT1H: '" + text + "'", e);
        }
    }
}
