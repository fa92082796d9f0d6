package com.orchestrator.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a newcomer reads, in the order in which it is followed. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The other one is played by the demo. */
    private static final List<String> EXAMPLES =
            List.of("simple-queue", "job-runtime", "job-runtime-postgres", "projections");

    private Documents() {}

    static List<Path> all() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.of(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted(),
                            EXAMPLES.stream().map(example -> ROOT.resolve("examples/" + example + "/README.md")))
                    .flatMap(documents -> documents)
                    .toList();
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
