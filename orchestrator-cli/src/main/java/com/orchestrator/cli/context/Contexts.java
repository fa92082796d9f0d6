package com.orchestrator.cli.context;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of contexts: read with each command, written by {@code context}, seen by its owner alone. */
public final class Contexts {

    private final Path file;
    private final List<Context> all;
    private final String current;

    private Contexts(Path file, List<Context> all, String current) {
        this.file = file;
        this.all = all;
        this.current = current;
    }

    /** Of {@code ORCHESTRATOR_CONFIG}, else {@code orchestrator/contexts.json} where configuration is kept. */
    public static Contexts of(Map<String, String> environment) {
        Path file = file(environment);
        if (!Files.exists(file)) {
            return new Contexts(file, List.of(), "");
        }
        try {
            JsonNode json = Json.parse(Files.readString(file));
            List<Context> all = new ArrayList<>();
            json.path("contexts").forEach(context -> all.add(Context.of(context)));
            return new Contexts(file, List.copyOf(all), json.path("current").asText(""));
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    ExitCode.ERROR,
                    "The contexts in " + file + " cannot be read: line "
                            + e.getLocation().getLineNr() + " is no JSON.",
                    "Mend the file, or delete it and make contexts anew with 'orc context add'.");
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "The contexts in " + file + " cannot be read.");
        }
    }

    private static Path file(Map<String, String> environment) {
        String told = environment.getOrDefault("ORCHESTRATOR_CONFIG", "");
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path directory = configuration.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
                : Path.of(configuration);
        return directory.resolve("orchestrator").resolve("contexts.json");
    }

    public Path file() {
        return file;
    }

    public List<Context> all() {
        return all;
    }

    public boolean isCurrent(Context context) {
        return context.name().equals(current);
    }

    /** @throws CommandException when there is none of this name */
    public Context named(String name) {
        return all.stream()
                .filter(context -> context.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.NOT_FOUND,
                        "There is no context '" + name + "'.",
                        all.isEmpty()
                                ? "Make it with 'orc context add " + name + " --url URL'."
                                : "There are: "
                                        + String.join(
                                                ", ",
                                                all.stream().map(Context::name).toList()) + "."));
    }

    Context current() {
        return current.isEmpty() ? Context.none() : named(current);
    }

    /** Adds it, or puts it in the place of the one that has its name; the first is the current one. */
    public void add(Context context) {
        List<Context> others = without(context.name());
        others.add(context);
        write(others, current.isEmpty() ? context.name() : current);
    }

    public void use(String name) {
        write(all, named(name).name());
    }

    /** When it is the current one, none is. */
    public void remove(String name) {
        write(without(named(name).name()), current.equals(name) ? "" : current);
    }

    private List<Context> without(String name) {
        return new ArrayList<>(
                all.stream().filter(context -> !context.name().equals(name)).toList());
    }

    private void write(List<Context> contexts, String nowCurrent) {
        ObjectNode json = Json.object().put("current", nowCurrent);
        ArrayNode list = json.putArray("contexts");
        contexts.forEach(context -> list.add(context.json()));
        try {
            Path directory =
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, "contexts", ".json");
            Files.writeString(fresh, Json.pretty(json) + "\n");
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "The contexts cannot be written to " + file + ".");
        }
    }
}
