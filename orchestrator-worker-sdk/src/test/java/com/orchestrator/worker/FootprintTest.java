package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.Payload;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A worker brings five jars of at most 3.5 MiB into an application. */
class FootprintTest {

    private static final long BYTES_MAX = 3_670_016;
    /** On the class path of the tests, not of an application: test scope, optional, and annotations nobody needs at run time. */
    private static final Set<String> NOT_SHIPPED =
            Set.of("junit", "opentest4j", "apiguardian", "assertj", "byte-buddy", "jspecify", "surefire", "slf4j");

    @Test
    void runtimeJars_areOursAndJackson_andSmall() throws IOException {
        Set<Path> shipped = Stream.of(
                        OrchestratorWorker.class,
                        Payload.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonInclude.class)
                .map(FootprintTest::home)
                .collect(Collectors.toSet());
        long bytes = 0;
        for (Path home : shipped) {
            bytes += size(home);
        }

        assertThat(shipped).hasSize(5);
        assertThat(bytes).isBetween(1_000_000L, BYTES_MAX);
    }

    @Test
    void classPath_holdsNothingElse() {
        assertThat(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).getFileName().toString())
                        .filter(name -> name.endsWith(".jar"))
                        .filter(name -> NOT_SHIPPED.stream().noneMatch(name::contains)))
                .anyMatch(name -> name.startsWith("jackson-databind"))
                .allMatch(name -> name.startsWith("jackson-") || name.startsWith("orchestrator-"));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long size(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(FootprintTest::fileSize)
                    .sum();
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
