package com.orchestrator.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a newcomer reads, in the order in which it is followed. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The other one is played by the demo. */
    private static final List<String> EXAMPLES = List.of(
            "first-steps", "simple-queue", "job-runtime", "job-runtime-postgres", "projections", "outbox-start");

    private Documents() {}

    static List<Path> all() {
        return Stream.of(
                        Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                        pages(),
                        EXAMPLES.stream().map(example -> ROOT.resolve("examples/" + example + "/README.md")))
                .flatMap(documents -> documents)
                .toList();
    }

    /** By their names, whatever they are for: each supposes the README alone. */
    private static Stream<Path> pages() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.getParent().endsWith("adr"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CodeBlock> blocks() {
        return all().stream()
                .flatMap(document -> CodeBlock.of(document).stream())
                .toList();
    }
}
