package com.orchestrator.cli.context;

import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Format;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a command goes by. Options come before the environment, that before the context, and that before what is usual.
 *
 * @param from what the command line says, by the names of options without dashes
 */
public record Settings(Map<String, String> from, Map<String, String> environment) {

    private static final String USUAL_SERVER = "http://localhost:8080";

    /** @throws CommandException when it is no address */
    public URI url() {
        String text = said("url", "ORCHESTRATOR_URL", context().url()).orElse(USUAL_SERVER);
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && Stream.of("http", "https").anyMatch(uri.getScheme()::equals)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, together with addresses that lack something.
        }
        throw CommandException.usage(
                "'" + text + "' is no address of a server.", "It looks like http://localhost:8080 or https://host.");
    }

    /** Who asks. */
    public Optional<String> token() {
        Context context = context();
        if (from.containsKey("token-file")) {
            return Optional.of(read(from.get("token-file")));
        }
        Context trusted = urlIsOfContext(context) ? context : Context.none();
        return said("token", "ORCHESTRATOR_TOKEN", trusted.token())
                .or(() -> environment("ORCHESTRATOR_TOKEN_FILE")
                        .or(trusted::tokenFile)
                        .map(Settings::read));
    }

    /** The token of a context is told to nobody but its server. */
    private boolean urlIsOfContext(Context context) {
        return context.url().map(url -> url.equals(url().toString())).orElse(true);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "The token cannot be read from " + file + ".");
        }
    }

    /** The trace that the command is part of, by the variable that OpenTelemetry has for it; one that is none is the server's to pass over. */
    public Optional<String> traceparent() {
        return environment("TRACEPARENT").filter(trace -> trace.matches("[0-9a-f-]{1,200}"));
    }

    public Optional<String> namespace() {
        return said("namespace", "ORCHESTRATOR_NAMESPACE", context().namespace());
    }

    public Format format() {
        String name = said("output", "ORCHESTRATOR_OUTPUT", context().output()).orElse("table");
        try {
            return Format.named(name);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "There is no output format '" + name + "'.",
                    "There are "
                            + String.join(
                                    ", ",
                                    Stream.of(Format.values())
                                            .map(format -> format.name().toLowerCase(Locale.ROOT))
                                            .toList())
                            + ".");
        }
    }

    private Context context() {
        Optional<String> named = Optional.ofNullable(from.get("context")).or(() -> environment("ORCHESTRATOR_CONTEXT"));
        Contexts contexts = Contexts.of(environment);
        return named.map(contexts::named).orElseGet(contexts::current);
    }

    private Optional<String> said(String option, String variable, Optional<String> context) {
        return Optional.ofNullable(from.get(option))
                .or(() -> environment(variable))
                .or(() -> context);
    }

    private Optional<String> environment(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }
}
