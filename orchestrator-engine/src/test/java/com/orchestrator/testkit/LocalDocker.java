package com.orchestrator.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks which images a Docker daemon has, without Testcontainers: that would wait for minutes and then skip when an image
 * it needs for itself cannot be pulled.
 */
final class LocalDocker {

    private static final String UNIX = "unix://";
    private static final long ANSWER_SECONDS_MAX = 3;
    private static final String PROBE_IMAGE = "alpine:3.17";
    private static final String REAPER_IMAGE = "testcontainers/ryuk:";

    private LocalDocker() {}

    /** A PostgreSQL image that can be started at once; empty when there is none or no daemon. */
    static Optional<String> postgresImage() {
        Path socket = socket();
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        Set<String> images = CompletableFuture.supplyAsync(() -> images(socket))
                .completeOnTimeout(Set.of(), ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(noDaemon -> Set.of())
                .join();
        return images.stream()
                .filter(name -> name.matches("(.*/)?postgres:.+"))
                .filter(name -> testcontainersCanStart(images))
                .max(String::compareTo);
    }

    /** Its helpers must be there: one to find the way out of a container, one to clean up. */
    private static boolean testcontainersCanStart(Set<String> images) {
        boolean probe = !Files.exists(Path.of("/.dockerenv")) || images.contains(PROBE_IMAGE);
        boolean reaper = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
                || images.stream().anyMatch(name -> name.startsWith(REAPER_IMAGE));
        return probe && reaper;
    }

    private static Path socket() {
        String host = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse(UNIX + "/var/run/docker.sock");
        return Path.of(host.startsWith(UNIX) ? host.substring(UNIX.length()) : "/not/a/socket");
    }

    private static Set<String> images(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String request = "GET /images/json HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            InputStream in = Channels.newInputStream(channel);
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return names(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static Set<String> names(String body) throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode image : new ObjectMapper().readTree(body)) {
            image.path("RepoTags").forEach(tag -> names.add(tag.asText()));
        }
        return names;
    }
}
